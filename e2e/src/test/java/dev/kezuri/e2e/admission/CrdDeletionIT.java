// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kezuri.e2e.admission.DeployedClusters.Deployed;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Kezuri's CRDs, and with them the ledger, go by no slip; on a cluster of its own. */
class CrdDeletionIT {
  @RegisterExtension static final DeployedClusters CLUSTERS = new DeployedClusters();

  private static final Duration BOUND = Duration.ofSeconds(120);
  private static final String LEDGER = "workerids.kezuri.dev";
  private static final String GENERATORS = "idgenerators.kezuri.dev";
  private static final String CRDS =
      "apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All";

  @Test
  void shouldGoOnlyWhenAnnotated() throws Exception {
    try (Deployed cluster = CLUSTERS.startOwn()) {
      await("the policy")
          .atMost(BOUND)
          .until(() -> deleted(cluster, "--dry-run=server", LEDGER).code() != 0);

      // When
      Kubectl.Said one = deleted(cluster, "--wait=false", LEDGER);
      String all = deletedAsCollection(cluster.client());
      cluster.kubectl().run("annotate", "crd", LEDGER, "kezuri.dev/allow-deletion=yes");
      Kubectl.Said wrongValue = deleted(cluster, "--wait=false", LEDGER);

      // Then
      String remedy = "kubectl annotate crd %s kezuri.dev/allow-deletion=true";
      assertThat(one.code()).isNotZero();
      assertThat(one.text()).contains("the ledger of the cluster", remedy.formatted(LEDGER));
      assertThat(all).contains("kezuri.dev/allow-deletion=true");
      assertThat(wrongValue.code()).isNotZero();

      // When
      annotate(cluster, LEDGER);
      Kubectl.Said annotated = deleted(cluster, "--wait=true", LEDGER);

      // Then
      assertThat(annotated.code()).as(annotated.text()).isZero();
      assertThat(found(cluster, LEDGER)).isEmpty();
    }
  }

  @Test
  void shouldStayWhenAllOfDeployIsDeleted() throws Exception {
    try (Deployed cluster = CLUSTERS.startOwn()) {
      await("the policy")
          .atMost(BOUND)
          .until(() -> deleted(cluster, "--dry-run=server", GENERATORS).code() != 0);

      // When
      Kubectl.Said said = cluster.kubectl().run("delete", "-k", "deploy", "--wait=false");

      // Then
      assertThat(said.text().lines().filter(line -> line.startsWith("Error from server")))
          .hasSize(2)
          .allMatch(line -> line.contains("(Forbidden)"));
      assertThat(found(cluster, LEDGER)).hasValueSatisfying(CrdDeletionIT::stays);
      assertThat(found(cluster, GENERATORS)).hasValueSatisfying(CrdDeletionIT::stays);
    }
  }

  private static void annotate(Deployed cluster, String crd)
      throws IOException, InterruptedException {
    Kubectl.Said said =
        cluster
            .kubectl()
            .run("annotate", "--overwrite", "crd", crd, "kezuri.dev/allow-deletion=true");
    assertThat(said.code()).as(said.text()).isZero();
  }

  private static Kubectl.Said deleted(Deployed cluster, String how, String crd)
      throws IOException, InterruptedException {
    return cluster.kubectl().run("delete", "crd", how, crd);
  }

  /** A request that names no CRD; returns why it was refused. */
  private static String deletedAsCollection(KubernetesClient client) throws Exception {
    HttpResponse<String> answer =
        client
            .getHttpClient()
            .sendAsync(
                client
                    .getHttpClient()
                    .newHttpRequestBuilder()
                    .uri(client.getMasterUrl() + CRDS)
                    .method("DELETE", "application/json", "{}")
                    .build(),
                String.class)
            .get();
    assertThat(answer.code()).isEqualTo(403);
    return Serialization.unmarshal(answer.body(), Status.class).getMessage();
  }

  private static Optional<CustomResourceDefinition> found(Deployed cluster, String crd) {
    return Optional.ofNullable(
        cluster.client().apiextensions().v1().customResourceDefinitions().withName(crd).get());
  }

  private static void stays(CustomResourceDefinition crd) {
    assertThat(crd.getMetadata().getDeletionTimestamp()).isNull();
  }
}
