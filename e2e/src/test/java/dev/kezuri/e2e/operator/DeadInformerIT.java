// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.e2e.cluster.FaultyControlPlane;
import dev.kezuri.e2e.cluster.LedgerCrd;
import dev.kezuri.e2e.cluster.OperatorHand;
import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.local.controlplane.RealControlPlane;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An informer that meets an object it cannot read stops for good, and nothing else does. */
@ExtendWith(FaultyControlPlane.class)
class DeadInformerIT {
  @TempDir Path folder;

  @Test
  void shouldFailItsProbesWhenAnInformerHasStopped(RealControlPlane plane) throws Exception {
    try (KubernetesClient client =
            new KubernetesClientBuilder().withConfig(plane.config()).build();
        KubernetesClient hand =
            new KubernetesClientBuilder().withConfig(OperatorHand.of(plane.config())).build();
        OperatorProcess operator =
            OperatorProcess.start(plane.kubeconfig().orElseThrow(), folder, "blind")
                .awaitSaying("kezuri-operator works")) {
      // Given
      Shop shop = Shop.open(client, SharedControlPlane.makeNamespace(client, "blind").name());
      shop.generator("orders", "{}");
      shop.pod("orders", "a");
      Shop.await("it grants", () -> shop.granted("a"));
      assertThat(operator.page("/healthz").body()).isEqualTo("ok\n");
      assertThat(operator.page("/readyz").body()).isEqualTo("ok\n");

      // When
      GenericKubernetesResource odd = unreadable(shop.namespace());
      LedgerCrd.put(client, LedgerCrd.withTextForNumber());
      try {
        Shop.await("it is stored", () -> hand.resource(odd).create() != null);

        // Then
        Shop.await(
            "the liveness probe fails",
            () -> operator.page("/healthz").body().equals("an informer has stopped\n"));
        assertThat(operator.page("/healthz").statusCode()).isEqualTo(503);
        assertThat(operator.page("/readyz").statusCode()).isEqualTo(503);
        assertThat(operator.said()).contains("an informer has stopped cause=");
      } finally {
        hand.resource(odd).delete();
        LedgerCrd.put(client, LedgerCrd.shipped());
      }
    }
  }

  private static GenericKubernetesResource unreadable(String namespace) {
    return Serialization.unmarshal(
        """
        apiVersion: kezuri.dev/v1alpha1
        kind: WorkerId
        metadata: {name: %s.orders.seven}
        spec:
          generator: %s/orders
          id: seven
          layout:
            {epoch: "2015-01-01T00:00:00.000Z", timestampBits: 41, workerBits: 10, sequenceBits: 12}
        """
            .formatted(namespace, namespace),
        GenericKubernetesResource.class);
  }
}
