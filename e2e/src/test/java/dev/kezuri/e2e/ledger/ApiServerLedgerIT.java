// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.LayoutSpec;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdSpec;
import dev.kezuri.e2e.cluster.OperatorHand;
import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.local.controlplane.OperatorAccount;
import dev.kezuri.local.controlplane.RealControlPlane;
import dev.kezuri.operator.apply.Answer;
import dev.kezuri.operator.apply.ClusterPort;
import dev.kezuri.operator.apply.LedgerContract;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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

  @Test
  void shouldLeaveAnAbandonedWorkerIdToOthersWhenTheyKeepIt(RealControlPlane plane) {
    WorkerId made = new WorkerId();
    String name = WorkerId.nameOf("default/kept", 1);
    made.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withFinalizers("example.com/a", MetadataKeys.FINALIZER_LEDGER, "example.com/b")
            .build());
    made.setSpec(new WorkerIdSpec("default/kept", 1, LayoutSpec.defaults()));
    WorkerId kept = port().createWorkerId(made).stored().orElseThrow();

    assertThat(port().removeWorkerId(kept)).isInstanceOf(Answer.Stored.class);

    ObjectMeta now = port().getWorkerId(name).stored().orElseThrow().getMetadata();
    assertThat(now.getFinalizers()).containsExactly("example.com/a", "example.com/b");
    assertThat(now.getDeletionTimestamp()).isNotNull();
    try (KubernetesClient hand =
        new KubernetesClientBuilder().withConfig(OperatorHand.of(plane.config())).build()) {
      hand.resources(WorkerId.class)
          .withName(name)
          .edit(
              object -> {
                object.getMetadata().setFinalizers(List.of());
                return object;
              });
    }
    assertThat(port().getWorkerId(name)).isInstanceOf(Answer.NotFound.class);
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
