// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartTest {
  private static final String OPERATOR = "Deployment kezuri-operator";
  private static final String INJECT = "MutatingAdmissionPolicy kezuri-inject";

  @Test
  void shouldPassTheStrictLint() {
    LintResult result = new Helm(Manifests.CHART).lint().strict().call();
    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
  }

  @Test
  void shouldRenderWhatDeployHasWhenNothingIsSet() throws IOException {
    Map<String, JsonNode> deploy = Manifests.deploy();
    // Helm makes the namespace itself, by --create-namespace.
    assertThat(deploy.remove("Namespace " + Manifests.NAMESPACE)).isNotNull();

    Map<String, JsonNode> chart = Manifests.chart(Map.of());

    assertThat(chart.keySet()).isEqualTo(deploy.keySet());
    chart.forEach(
        (name, object) -> {
          if (name.startsWith("CustomResourceDefinition ")) {
            ObjectNode metadata = (ObjectNode) object.path("metadata");
            assertThat(metadata.remove("annotations"))
                .as("annotations of %s", name)
                .hasToString("{\"helm.sh/resource-policy\":\"keep\"}");
          }
          assertThat(object).as(name).isEqualTo(deploy.get(name));
        });
  }

  @Test
  void shouldUseImagesThatAreSet() throws IOException {
    Map<String, JsonNode> chart =
        Manifests.chart(
            Map.of(
                "operator.image", "registry.example/kezuri-operator",
                "operator.tag", "9.1.0",
                "operator.pullPolicy", "Always",
                "injection.sidecarImage", "registry.example/kezuri-sidecar:9"));

    JsonNode container = chart.get(OPERATOR).at("/spec/template/spec/containers/0");
    assertThat(container.path("image").asText())
        .isEqualTo("registry.example/kezuri-operator:9.1.0");
    assertThat(container.path("imagePullPolicy").asText()).isEqualTo("Always");
    assertThat(chart.get(INJECT).at("/spec/variables/0/expression").asText())
        .isEqualTo("'registry.example/kezuri-sidecar:9'");
  }

  @Test
  void shouldSetThePodOfTheOperator() throws IOException {
    Map<String, JsonNode> chart =
        Manifests.chart(
            Map.of(
                "operator.replicas", 3,
                "operator.pullSecrets[0].name", "pull",
                "operator.resources.limits.memory", "1Gi",
                "operator.env[0].name", "KEZURI_LOG_LEVEL",
                "operator.env[0].value", "DEBUG",
                "operator.podAnnotations.team", "ids",
                "operator.nodeSelector.disk", "ssd",
                "operator.tolerations[0].operator", "Exists",
                "operator.affinity.nodeAffinity.x", "y",
                "operator.priorityClassName", "system-cluster-critical"));

    JsonNode spec = chart.get(OPERATOR).path("spec");
    JsonNode pod = spec.at("/template/spec");
    assertThat(spec.path("replicas").asInt()).isEqualTo(3);
    assertThat(spec.at("/template/metadata/annotations/team").asText()).isEqualTo("ids");
    assertThat(pod.at("/imagePullSecrets/0/name").asText()).isEqualTo("pull");
    assertThat(pod.at("/containers/0/resources/limits/memory").asText()).isEqualTo("1Gi");
    assertThat(pod.at("/containers/0/env").findValuesAsText("name"))
        .contains("KEZURI_NAMESPACE", "KEZURI_LOG_LEVEL");
    assertThat(pod.at("/nodeSelector/disk").asText()).isEqualTo("ssd");
    assertThat(pod.at("/tolerations/0/operator").asText()).isEqualTo("Exists");
    assertThat(pod.at("/affinity/nodeAffinity/x").asText()).isEqualTo("y");
    assertThat(pod.path("priorityClassName").asText()).isEqualTo("system-cluster-critical");
  }

  @Test
  void shouldAddAndLeaveOutWhatCanBeSwitched() throws IOException {
    Set<String> plain = Manifests.chart(Map.of()).keySet();

    Map<String, JsonNode> chart =
        Manifests.chart(
            Map.of(
                "injection.enabled", false,
                "podMonitor.enabled", true,
                "podMonitor.labels.release", "prometheus",
                "networkPolicy.enabled", true,
                "networkPolicy.from[0].namespaceSelector.matchLabels.team", "ops"));

    Set<String> added = new TreeSet<>(chart.keySet());
    added.removeAll(plain);
    Set<String> left = new TreeSet<>(plain);
    left.removeAll(chart.keySet());
    assertThat(added)
        .containsExactly("NetworkPolicy kezuri-operator", "PodMonitor kezuri-operator");
    assertThat(left)
        .contains(INJECT, "MutatingAdmissionPolicyBinding kezuri-inject")
        .allMatch(name -> name.contains("kezuri-inject"));
    assertThat(chart.get("PodMonitor kezuri-operator").at("/metadata/labels/release").asText())
        .isEqualTo("prometheus");
    assertThat(
            chart
                .get("NetworkPolicy kezuri-operator")
                .at("/spec/ingress/0/from/0/namespaceSelector/matchLabels/team")
                .asText())
        .isEqualTo("ops");
  }

  @ParameterizedTest
  @CsvSource({
    "operator.replica, 3",
    "operator.replicas, 0",
    "operator.pullPolicy, Sometimes",
    "operator.image, ''",
    "injection.sidecarImage, a'b",
    "podMonitor.interval, 30",
    "networkpolicy.enabled, true",
  })
  void shouldRefuseAValueThatCannotBe(String path, String value) {
    assertThatThrownBy(() -> Manifests.chart(Map.of(path, value)))
        .hasMessageContaining("values don't meet the specifications of the schema");
  }

  @Test
  void shouldRefuseAnotherNamespace() {
    assertThatThrownBy(
            () ->
                new Helm(Manifests.CHART)
                    .template()
                    .withKubeVersion("1.36.0")
                    .withNamespace("other")
                    .call())
        .hasMessageContaining("--namespace kezuri-system");
  }
}
