// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import dev.kezuri.local.controlplane.ControlPlaneBinaries;
import dev.kezuri.local.controlplane.Progress;
import dev.kezuri.local.controlplane.RealControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The chart installed, upgraded and uninstalled on a real API server. */
class ChartIT {
  private static RealControlPlane plane;
  private static KubernetesClient client;
  private static Path kubeconfig;

  @BeforeAll
  static void start() {
    plane = RealControlPlane.start(ControlPlaneBinaries.of(Progress.on(System.err)).findOrBuild());
    client = new KubernetesClientBuilder().withConfig(plane.config()).build();
    kubeconfig = plane.kubeconfig().orElseThrow();
  }

  @AfterAll
  static void stop() {
    if (plane != null) {
      client.close();
      plane.close();
    }
  }

  /** What stays, the CRDs, is taken over by the next install of that name. */
  @AfterEach
  void uninstall() {
    Helm.uninstall("kezuri")
        .withNamespace(Manifests.NAMESPACE)
        .withKubeConfig(kubeconfig)
        .ignoreNotFound()
        .call();
  }

  @Test
  void shouldInstallUpgradeAndLeaveTheLedgersKindsWhenUninstalled() throws IOException {
    // Given
    Map<String, JsonNode> rendered = Manifests.chart(Map.of());

    // When
    install(command -> {});

    // Then
    Map<String, String> versions = versions(rendered);
    assertThat(versions).doesNotContainValue("none");

    // When
    new Helm(Manifests.CHART)
        .upgrade()
        .withName("kezuri")
        .withNamespace(Manifests.NAMESPACE)
        .withKubeConfig(kubeconfig)
        .call();

    // Then
    assertThat(versions(rendered)).as("nothing changed").isEqualTo(versions);

    // When
    uninstall();

    // Then
    assertThat(versions(rendered))
        .allSatisfy(
            (name, version) -> {
              if (name.startsWith("CustomResourceDefinition ")) {
                assertThat(version).as(name).isNotEqualTo("none");
              } else {
                assertThat(version).as(name).isEqualTo("none");
              }
            });
  }

  @Test
  void shouldBringNewRulesWhenUpgraded() throws IOException {
    // Given
    install(command -> command.set("operator.replicas", 1));
    String crd = "workerids.kezuri.dev";
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(crd)
        .edit(
            old -> {
              ledger(old).getXKubernetesValidations().clear();
              return old;
            });

    // When
    new Helm(Manifests.CHART)
        .upgrade()
        .withName("kezuri")
        .withNamespace(Manifests.NAMESPACE)
        .withKubeConfig(kubeconfig)
        .set("operator.replicas", 2)
        .call();

    // Then
    assertThat(
            ledger(client.apiextensions().v1().customResourceDefinitions().withName(crd).get())
                .getXKubernetesValidations())
        .extracting(ValidationRule::getMessage)
        .contains("floor never goes back");
  }

  @Test
  void shouldTakePodMonitorAndNetworkPolicyAsTheyAre() throws IOException {
    // Given
    Map<String, Object> values =
        Map.of(
            "podMonitor.enabled",
            true,
            "podMonitor.labels.release",
            "prometheus",
            "networkPolicy.enabled",
            true,
            "networkPolicy.from[0].namespaceSelector.matchLabels.team",
            "ops");
    Map<String, JsonNode> crd = new TreeMap<>();
    Manifests.add(Files.readString(Path.of("src/test/resources/ChartIT/podmonitors.yaml")), crd);
    crd.values().forEach(object -> typed(object, one -> client.resource(one).create()));
    await("PodMonitors served")
        .until(() -> client.supports("monitoring.coreos.com/v1", "PodMonitor"));

    // When
    install(command -> values.forEach(command::set));

    // Then
    Map<String, JsonNode> rendered = Manifests.chart(values);
    for (String name : List.of("PodMonitor kezuri-operator", "NetworkPolicy kezuri-operator")) {
      typed(
          rendered.get(name),
          object -> {
            JsonNode stored =
                Serialization.unmarshal(
                    Serialization.asJson(client.resource(object).get()), JsonNode.class);
            assertThat(has(stored, rendered.get(name))).as("%s", stored).isTrue();
          });
    }
  }

  /** Whether nothing was dropped or changed; the API server may have added its defaults. */
  private static boolean has(JsonNode stored, JsonNode rendered) {
    if (rendered.isObject()) {
      return rendered.properties().stream()
          .allMatch(field -> has(stored.path(field.getKey()), field.getValue()));
    }
    if (rendered.isArray()) {
      return stored.size() == rendered.size()
          && IntStream.range(0, rendered.size()).allMatch(i -> has(stored.get(i), rendered.get(i)));
    }
    return stored.asText().equals(rendered.asText());
  }

  private static JSONSchemaProps ledger(CustomResourceDefinition crd) {
    return crd.getSpec()
        .getVersions()
        .getFirst()
        .getSchema()
        .getOpenAPIV3Schema()
        .getProperties()
        .get("status");
  }

  @Test
  void shouldTakeEachOptionAndTheTestsObjects() throws IOException {
    // When
    install(
        command ->
            command
                .set("networkPolicy.enabled", true)
                .set("networkPolicy.from[0].namespaceSelector.matchLabels.team", "ops")
                .set("operator.pullSecrets[0].name", "pull")
                .set("operator.env[0].name", "KEZURI_LOG_LEVEL")
                .set("operator.env[0].value", "DEBUG")
                .set("operator.nodeSelector.disk", "ssd")
                .set("operator.tolerations[0].operator", "Exists"));

    // Then
    Map<String, JsonNode> tests = new TreeMap<>();
    String draw = Files.readString(Manifests.CHART.resolve("templates/tests/draw.yaml"));
    Manifests.add(
        draw.replace("{{ include \"kezuri.namespace\" . }}", Manifests.NAMESPACE)
            .replace("{{ include \"kezuri.sidecarImage\" . | quote }}", "kezuri-sidecar:1"),
        tests);
    assertThat(tests).hasSize(2);
    tests.values().forEach(object -> typed(object, this::taken));
  }

  private void taken(HasMetadata object) {
    assertThat(client.resource(object).dryRun().create().getMetadata().getUid()).isNotEmpty();
  }

  private void install(Consumer<InstallCommand> values) {
    InstallCommand command =
        new Helm(Manifests.CHART)
            .install()
            .withName("kezuri")
            .withNamespace(Manifests.NAMESPACE)
            .createNamespace()
            .withKubeConfig(kubeconfig);
    values.accept(command);
    command.call();
  }

  private Map<String, String> versions(Map<String, JsonNode> objects) {
    Map<String, String> versions = new TreeMap<>();
    objects.forEach(
        (name, object) ->
            typed(
                object,
                one -> {
                  HasMetadata stored = client.resource(one).get();
                  boolean gone = stored == null || stored.isMarkedForDeletion();
                  versions.put(name, gone ? "none" : stored.getMetadata().getResourceVersion());
                }));
    return versions;
  }

  private static void typed(JsonNode object, Consumer<HasMetadata> use) {
    use.accept(Serialization.unmarshal(object.toString(), HasMetadata.class));
  }
}
