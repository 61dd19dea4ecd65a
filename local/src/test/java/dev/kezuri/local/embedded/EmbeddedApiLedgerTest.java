// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.embedded;

import dev.kezuri.api.Crds;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.operator.apply.ClusterPort;
import dev.kezuri.operator.apply.LedgerContract;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on the embedded API server; ApiServerLedgerIT is the one that counts. */
class EmbeddedApiLedgerTest extends LedgerContract {
  private static EmbeddedApi api;
  private static KubernetesClient client;

  @BeforeAll
  static void start() {
    api = EmbeddedApi.start();
    client = new KubernetesClientBuilder().withConfig(api.config()).build();
    Crds.all().forEach(crd -> client.resource(crd).create());
  }

  @AfterAll
  static void stop() {
    client.close();
    api.close();
  }

  @Override
  protected ClusterPort port() {
    return ClusterPort.on(client);
  }

  @Override
  protected Pod createPod(Pod pod) {
    return client.resource(pod).create();
  }

  @Override
  protected IdGenerator createGenerator(IdGenerator generator) {
    return client.resource(generator).create();
  }
}
