// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kezuri.api.MetadataKeys;
import dev.kezuri.e2e.admission.DeployedClusters.Deployed;
import dev.kezuri.e2e.cluster.PastLedger;
import dev.kezuri.operator.KezuriOperator;
import dev.kezuri.operator.OperatorConfig;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rights that are shipped are those that the operator uses: what the API server's audit log has
 * of an operator that elects itself, provisions, grants, runs out of numbers, releases and removes.
 */
class OperatorRightsIT {
  @RegisterExtension static final DeployedClusters CLUSTERS = new DeployedClusters();

  private static final String OPERATOR = MetadataKeys.OPERATOR_USER;

  /** Replicas of it lead on while an update rolls; PreviousVersionIT has one do so. */
  private static final String OF_THE_VERSION_BEFORE = "patch leases.coordination.k8s.io";

  private static final Duration BOUND = Duration.ofSeconds(120);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String GENERATOR =
      """
      apiVersion: kezuri.dev/v1alpha1
      kind: IdGenerator
      metadata: {name: orders, namespace: default}
      spec: {lease: {duration: 10s}, workerIds: {first: 0, last: 0}, sidecar: {enabled: false}}
      """;

  @Test
  void shouldUseEachRightAndNoOther(@TempDir Path folder) throws IOException {
    // Given
    Path log = folder.resolve("audit.log");
    Path policy = folder.resolve("audit.yaml");
    Files.writeString(
        policy,
        """
        apiVersion: audit.k8s.io/v1
        kind: Policy
        omitStages: [RequestReceived]
        rules: [{level: Metadata}]
        """);

    // When
    try (Deployed cluster =
        CLUSTERS.startOwn("--audit-policy-file=" + policy, "--audit-log-path=" + log)) {
      live(cluster);

      // Then
      List<JsonNode> asked = asked(log);
      assertThat(asked).noneMatch(one -> one.at("/responseStatus/code").asInt() == 403);
      Set<String> used = new TreeSet<>();
      asked.forEach(one -> used.add(use(one)));
      Set<String> granted = granted(cluster);
      assertThat(granted.remove(OF_THE_VERSION_BEFORE)).as(OF_THE_VERSION_BEFORE).isTrue();
      assertThat(used).containsExactlyInAnyOrderElementsOf(granted);
    }
  }

  /** All that an operator does, as short as it can be. */
  private static void live(Deployed cluster) {
    OperatorConfig config =
        new OperatorConfig(
            Optional.of(new OperatorConfig.Election("kezuri-system", "on-trial")),
            4,
            Duration.ofHours(1),
            Duration.ofSeconds(1));
    try (KubernetesClient admin = client(cluster, "cluster-admin", "system:masters");
        KubernetesClient own = client(cluster, OPERATOR);
        KezuriOperator operator = new KezuriOperator(own, config, InstantSource.system())) {
      admin.resource(GENERATOR).create();
      // The ledger of an IdGenerator that is gone.
      new PastLedger(own, "default/gone").add(0);
      operator.start();
      Pod first = made(admin, "first");
      await("grant", () -> hasNumber(admin, first));
      Pod second = made(admin, "second");
      await("exhausted", () -> !admin.events().v1().events().list().getItems().isEmpty());
      // Its window ends by a live look at the pod, and its number goes to the second.
      admin.resource(first).withGracePeriod(0).delete();
      await("grant after a release", () -> hasNumber(admin, second));
      PastLedger leftBehind = new PastLedger(admin, "default/gone");
      await("removal", () -> leftBehind.size() == 0);
    }
  }

  private static Pod made(KubernetesClient admin, String name) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace("default")
            .addToLabels(MetadataKeys.LABEL_GENERATOR, "orders")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("app")
            .withImage("app:1")
            .endContainer()
            .endSpec()
            .build();
    // Refused until the policies have seen the new IdGenerator.
    await(name + " is taken", () -> admin.resource(pod).create() != null);
    return pod;
  }

  private static boolean hasNumber(KubernetesClient admin, Pod pod) {
    return admin
        .resource(pod)
        .get()
        .getMetadata()
        .getAnnotations()
        .containsKey(MetadataKeys.ANNOTATION_WORKER_ID);
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(BOUND).ignoreExceptions().until(condition);
  }

  private static KubernetesClient client(Deployed cluster, String user, String... groups) {
    return new KubernetesClientBuilder().withConfig(cluster.plane().configAs(user, groups)).build();
  }

  private static List<JsonNode> asked(Path log) throws IOException {
    List<JsonNode> asked = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      JsonNode event = JSON.readTree(line);
      if (event.at("/impersonatedUser/username").asText().equals(OPERATOR)
          && event.has("objectRef")
          // Everybody may ask what they may do.
          && !event.at("/objectRef/apiGroup").asText().equals("authorization.k8s.io")) {
        asked.add(event);
      }
    }
    return asked;
  }

  private static String use(JsonNode event) {
    JsonNode object = event.get("objectRef");
    String subresource = object.path("subresource").asText();
    return event.get("verb").asText()
        + " "
        + object.get("resource").asText()
        + (subresource.isEmpty() ? "" : "/" + subresource)
        + "."
        + object.path("apiGroup").asText();
  }

  private static Set<String> granted(Deployed cluster) {
    List<PolicyRule> rules = new ArrayList<>();
    rules.addAll(
        cluster.client().resources(ClusterRole.class).withName("kezuri-operator").get().getRules());
    rules.addAll(
        cluster
            .client()
            .resources(Role.class)
            .inNamespace("kezuri-system")
            .withName("kezuri-operator")
            .get()
            .getRules());
    Set<String> granted = new TreeSet<>();
    for (PolicyRule rule : rules) {
      for (String resource : rule.getResources()) {
        for (String verb : rule.getVerbs()) {
          granted.add(verb + " " + resource + "." + rule.getApiGroups().getFirst());
        }
      }
    }
    return granted;
  }
}
