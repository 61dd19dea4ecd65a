// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import dev.kezuri.operator.KezuriOperator;
import dev.kezuri.operator.OperatorConfig;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.InstantSource;

/** The operator in this process, with the rights of the shipped ClusterRole and no others. */
final class OperatorUnderTest implements AutoCloseable {
  static final String SERVICE_ACCOUNT = "system:serviceaccount:kezuri-system:kezuri-operator";

  private final KubernetesClient client;
  private final KezuriOperator operator;

  private OperatorUnderTest(Config admin) {
    client = new KubernetesClientBuilder().withConfig(impersonating(admin)).build();
    operator = new KezuriOperator(client, OperatorConfig.inProcess(), InstantSource.system());
  }

  static OperatorUnderTest start(Config admin) {
    OperatorUnderTest started = new OperatorUnderTest(admin);
    started.operator.start();
    return started;
  }

  /** Returns an admin's configuration that acts as the operator's service account. */
  static Config impersonating(Config admin) {
    return new ConfigBuilder(admin).withImpersonateUsername(SERVICE_ACCOUNT).build();
  }

  @Override
  public void close() {
    operator.close();
    client.close();
  }
}
