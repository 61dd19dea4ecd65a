// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.Crds;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.local.controlplane.RealControlPlane;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the process begins and ends, and how it lives through an outage of the API server. */
class OperatorMainIT {
  @TempDir Path folder;

  @Test
  void shouldNameTheFlagWhenThereIsNone() throws Exception {
    try (OperatorProcess operator =
        OperatorProcess.start(folder.resolve("usage.log"), Map.of(), "--leases")) {
      assertThat(operator.awaitExit()).isEqualTo(2);
      assertThat(operator.said())
          .isEqualTo("kezuri-operator: no such flag: --leases (--help says more)\n");
    }
  }

  @Test
  void shouldSayWhatIsMissingAndOutliveAnOutage() throws Exception {
    try (RealControlPlane plane = RealControlPlane.start();
        KubernetesClient client =
            new KubernetesClientBuilder().withConfig(plane.config()).build()) {
      // Given a bare API server
      refuses(plane, 6, "does not have the kinds idgenerators and workerids", "apply -k deploy");

      // Given the kinds too
      Crds.all().forEach(crd -> client.resource(crd).create());
      Shop.await(
          "the kinds are served",
          () ->
              client.resources(IdGenerator.class).list().getItems().isEmpty()
                  && client.resources(WorkerId.class).list().getItems().isEmpty());
      refuses(
          plane,
          5,
          "rights are missing: get pods, list pods, watch pods, patch pods, get namespaces"
              + " kube-system, get idgenerators.kezuri.dev",
          "update leases.coordination.k8s.io kezuri-operator in kezuri-system",
          "deploy/operator-rbac.yaml has them");

      // Given the rights too
      Shop shop = Shop.open(client, "default");
      shop.generator("orders", "{}");
      outlives(plane, shop);
    }
  }

  private void outlives(RealControlPlane plane, Shop shop) throws Exception {
    try (OperatorProcess operator = start(plane, "main").awaitSaying("leads identity=")) {
      shop.pod("orders", "before");
      Shop.await("it grants", () -> shop.granted("before"));
      assertThat(operator.page("/metrics").body()).contains("kezuri_leader 1.0");

      // When
      plane.killApiServer();
      operator.awaitSaying("leads no more");

      // Then
      assertThat(operator.page("/metrics").body()).contains("kezuri_leader 0.0");
      assertThat(operator.page("/healthz").body()).isEqualTo("ok\n");
      assertThat(operator.page("/readyz").body()).isEqualTo("ok\n");
      refuses(plane, 4, "the API server https://127.0.0.1:", " says: unavailable: ");

      // When
      plane.restartApiServer();

      // Then
      shop.pod("orders", "after");
      Shop.await("it grants again", () -> shop.granted("after"));
      assertThat(operator.page("/healthz").body()).isEqualTo("ok\n");
    }
  }

  private OperatorProcess start(RealControlPlane plane, String name) throws Exception {
    return OperatorProcess.start(plane.kubeconfig().orElseThrow(), folder, name);
  }

  private void refuses(RealControlPlane plane, int code, String... words) throws Exception {
    try (OperatorProcess operator = start(plane, "refused-" + code)) {
      assertThat(operator.awaitExit()).isEqualTo(code);
      assertThat(operator.said()).startsWith("kezuri-operator: ").contains(words);
      assertThat(operator.said().lines()).hasSize(1);
    }
  }
}
