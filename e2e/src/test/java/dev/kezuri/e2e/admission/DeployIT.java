// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.inject.SidecarInjection;
import dev.kezuri.e2e.admission.DeployedClusters.Deployed;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code kubectl apply -k deploy}, by the real kubectl on a real API server. */
class DeployIT {
  @RegisterExtension static final DeployedClusters CLUSTERS = new DeployedClusters();

  @Test
  void shouldTakeEachObjectWhenApplied() throws IOException, InterruptedException {
    // Given
    Deployed cluster = CLUSTERS.newest();

    // When
    List<HasMetadata> shipped = shipped(cluster);

    // Then
    assertThat(shipped).isNotEmpty();
    assertThat(cluster.said().lines())
        .as("what kubectl said")
        .hasSameSizeAs(shipped)
        .allMatch(line -> line.endsWith(" created"));
    assertThat(versions(cluster, shipped)).doesNotContainValue("none");
  }

  @Test
  void shouldChangeNothingWhenAppliedAgain() throws IOException, InterruptedException {
    // Given
    Deployed cluster = CLUSTERS.newest();
    List<HasMetadata> shipped = shipped(cluster);
    Map<String, String> before = versions(cluster, shipped);

    // When
    Kubectl.Said said = cluster.kubectl().run("apply", "-k", "deploy");

    // Then
    assertThat(said.code()).as(said.text()).isZero();
    assertThat(versions(cluster, shipped)).isEqualTo(before);
    // kubectl's word for what the API server writes otherwise than it is told: deploy/README.md.
    assertThat(said.text().lines())
        .filteredOn(line -> !line.endsWith(" unchanged"))
        .allMatch(line -> line.matches("(customresourcedef|poddisruptionb).* configured"));
  }

  @Test
  void shouldBeOfThisVersionWhenOperatorIsDeployed() throws IOException {
    // Given
    Properties version = new Properties();
    try (InputStream in = SidecarInjection.class.getResourceAsStream("version.properties")) {
      version.load(in);
    }

    // When
    Deployment operator =
        CLUSTERS
            .newest()
            .client()
            .apps()
            .deployments()
            .inNamespace("kezuri-system")
            .withName("kezuri-operator")
            .get();

    // Then
    assertThat(operator.getSpec().getTemplate().getSpec().getContainers())
        .extracting(Container::getImage)
        .containsExactly("kezuri-operator:" + version.getProperty("version"));
  }

  /** The namespace refuses what is not restricted, so that taking the pod says that it is. */
  @Test
  void shouldBeRestrictedWhenOperatorsPodIsMade() {
    // Given
    Deployed cluster = CLUSTERS.newest();
    var operator =
        cluster
            .client()
            .apps()
            .deployments()
            .inNamespace("kezuri-system")
            .withName("kezuri-operator");
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("operator-on-trial")
            .withNamespace("kezuri-system")
            .endMetadata()
            .withSpec(operator.get().getSpec().getTemplate().getSpec())
            .build();

    // When // Then
    assertThat(cluster.client().resource(pod).dryRun().create().getMetadata().getUid())
        .isNotEmpty();
  }

  private static List<HasMetadata> shipped(Deployed cluster)
      throws IOException, InterruptedException {
    Kubectl.Said said = cluster.kubectl().run("kustomize", "deploy");
    assertThat(said.code()).as(said.text()).isZero();
    return cluster.client().load(stream(said.text())).items();
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> versions(Deployed cluster, List<HasMetadata> objects) {
    return objects.stream()
        .collect(
            Collectors.toMap(
                one -> one.getKind() + " " + one.getMetadata().getName() + inNamespace(one),
                one -> {
                  HasMetadata stored = cluster.client().resource(one).get();
                  return stored == null ? "none" : stored.getMetadata().getResourceVersion();
                }));
  }

  private static String inNamespace(HasMetadata object) {
    return object.getMetadata().getNamespace() == null
        ? ""
        : " in " + object.getMetadata().getNamespace();
  }
}
