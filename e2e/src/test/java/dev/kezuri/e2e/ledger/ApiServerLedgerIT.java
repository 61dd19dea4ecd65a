// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.ledger;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.local.controlplane.OperatorAccount;
import dev.kezuri.local.controlplane.RealControlPlane;
import dev.kezuri.operator.apply.ClusterPort;
import dev.kezuri.operator.apply.LedgerContract;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedControlPlane.class)
class ApiServerLedgerIT extends LedgerContract {
  private final KubernetesClient client;
  private final KubernetesClient operator;

  ApiServerLedgerIT(KubernetesClient client, RealControlPlane plane) {
    this.client = client;
    this.operator =
        new KubernetesClientBuilder()
            .withConfig(OperatorAccount.impersonating(plane.config()))
            .build();
  }

  @AfterEach
  void close() {
    operator.close();
  }

  @Override
  protected ClusterPort port() {
    return ClusterPort.on(operator);
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
