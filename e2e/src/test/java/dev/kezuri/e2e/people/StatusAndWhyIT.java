// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.e2e.people.Plugin.Said;
import dev.kezuri.e2e.story.OperatorUnderTest;
import dev.kezuri.e2e.story.Story;
import dev.kezuri.local.controlplane.RealControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code status} and {@code why}, with the operator and real sidecars. */
@ExtendWith(SharedControlPlane.class)
class StatusAndWhyIT {
  /** What cli/README.md says each command needs, and no more; and less. */
  private static final String RIGHTS =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: people, namespace: NAMESPACE}
      rules:
        - {apiGroups: [kezuri.dev], resources: [idgenerators], verbs: [list]}
        - {apiGroups: [""], resources: [pods], verbs: [get, list]}
        - {apiGroups: [apps], resources: [deployments], verbs: [get]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: people, namespace: NAMESPACE}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: people}
      subjects:
        - {apiGroup: rbac.authorization.k8s.io, kind: User, name: ann}
        - {apiGroup: rbac.authorization.k8s.io, kind: User, name: bob}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: people-NAMESPACE}
      rules:
        - {apiGroups: [kezuri.dev], resources: [workerids], verbs: [list]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: people-NAMESPACE}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: people-NAMESPACE}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: ann}]
      """;

  @TempDir Path folder;

  @Test
  void shouldTellWellFromExhaustedAndFromAnOperatorThatIsAway(RealControlPlane plane)
      throws Exception {
    Plugin kezuri = Plugin.in(plane, "people-status");
    try (Story story = new Story(plane, "people-status", folder)) {
      try (var _ = OperatorUnderTest.start(plane.config())) {
        // Given
        story.generator("{workerIds: {last: 1}, waitForGates: [example.com/hold]}");
        story.pod("a");
        story.pod("b");
        story.draw(story.awaitServing("a"), 1000);
        story.draw(story.awaitServing("b"), 1000);

        // When // Then
        well(kezuri);
        exhausted(kezuri, story);
        labelsAndGates(kezuri, story);
        story.delete("a");
        story.delete("held");
        story.draw(story.awaitServing("c"), 1000);
        story.pod("d");
      }
      operatorAway(kezuri);
    }
  }

  private static void well(Plugin kezuri) {
    Story.await("all is well", () -> kezuri.run("status").code() == 0);
    assertThat(kezuri.run("status").out())
        .startsWith("All well: 1 IdGenerator, 2 pods, none waits")
        .contains("\npeople-status/orders   Granting   0         2      0         0      2 ")
        .contains("\npeople-status/orders   kezuri-sidecar:0.1.0   2      2\n");
    Said why = kezuri.run("why", "a");
    assertThat(why.out())
        .startsWith("Well: people-status/a gets IDs\n")
        .contains("  sidecar    ok        issues IDs; kezuri-sidecar:0.1.0\n");
    assertThat(why.code()).isZero();
  }

  private static void exhausted(Plugin kezuri, Story story) {
    story.pod("c");
    Story.await("it is exhausted", () -> story.hasCondition("Exhausted"));

    Said status = kezuri.run("status", "orders");
    assertThat(status.code()).isOne();
    assertThat(status.out())
        .startsWith("Not well: 1 pod waits for a worker ID, people-status/orders is Exhausted\n")
        .contains("\npeople-status/orders: 1 waiting, since 20")
        .contains("\n  the gate: Exhausted, as above\n  pods: people-status/c\n");
    Said why = kezuri.run("why", "pod/c");
    assertThat(why.code()).isOne();
    assertThat(why.out())
        .startsWith(
            """
            Broken at the gate: people-status/c gets no IDs
              Exhausted: 1 pod waits, the first since 20""")
        .contains("\n  do: Widen spec.workerIds.last, shorten");
  }

  private static void labelsAndGates(Plugin kezuri, Story story) {
    KubernetesClient client = story.client();
    client.resource(unlabelled()).create();
    assertThat(kezuri.run("why", "bare").out())
        .startsWith("Broken at the label: people-status/bare gets no IDs\n");

    apply(client, "people-status", deployment("nosuch"));
    assertThat(kezuri.run("why", "deploy/app").out())
        .startsWith(
            """
            Broken at the generator: deployment/app gets no IDs
              there is no IdGenerator nosuch in namespace people-status; those there are: orders.
            """);

    client
        .resource(
            new PodBuilder(story.podNow("c").orElseThrow())
                .editMetadata()
                .withName("held")
                .withUid(null)
                .withResourceVersion(null)
                .endMetadata()
                .editSpec()
                .addNewSchedulingGate("example.com/hold")
                .endSpec()
                .withStatus(null)
                .build())
        .create();
    assertThat(kezuri.run("why", "held").out())
        .startsWith("Held at the gate: people-status/held gets no IDs\n")
        .contains("spec.waitForGates");
  }

  private static Pod unlabelled() {
    return new PodBuilder()
        .withNewMetadata()
        .withName("bare")
        .withNamespace("people-status")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("app")
        .withImage("app:1")
        .endContainer()
        .endSpec()
        .build();
  }

  private static String deployment(String generator) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: app, namespace: NAMESPACE}
    spec:
      selector: {matchLabels: {app: app}}
      template:
        metadata: {labels: {app: app, kezuri.dev/id-generator: GENERATOR}}
        spec: {containers: [{name: app, image: "app:1"}]}
    """
        .replace("GENERATOR", generator);
  }

  private static void operatorAway(Plugin kezuri) {
    assertThat(kezuri.run("why", "d").code()).isOne();
    Said status = kezuri.later(Duration.ofMinutes(1)).run("status");
    assertThat(status.code()).isOne();
    assertThat(status.out()).startsWith("Not well: 1 pod waits for a worker ID");
  }

  @Test
  void shouldNeedTheRightsOfTheTableAndNameThoseThatAreMissing(RealControlPlane plane)
      throws Exception {
    try (Story story = new Story(plane, "people-rights", folder);
        var _ = OperatorUnderTest.start(plane.config())) {
      // Given
      story.generator("{}");
      story.pod("a");
      story.draw(story.awaitServing("a"), 1000);
      apply(story.client(), "people-rights", RIGHTS);
      apply(story.client(), "people-rights", deployment("orders"));
      Plugin ann = Plugin.in(plane, "people-rights").as("ann");
      Plugin bob = ann.as("bob");

      // When // Then
      Story.await("ann may see all", () -> ann.run("status").code() == 0);
      assertThat(ann.run("audit")).extracting(Said::code, Said::err).containsExactly(0, "");
      assertThat(ann.run("why", "a").code()).isZero();
      assertThat(ann.run("why", "deploy/app").out()).startsWith("Broken at the policy: ");
      assertThat(ann.run("whois", "1").err()).isEmpty();

      Said bobs = bob.run("status");
      assertThat(bobs.code()).isOne();
      assertThat(bobs.out())
          .startsWith(
              """
              Not known: nothing is wrong in what could be looked at
              Not looked at: the ledger: you need the verb list on workerids.kezuri.dev in the whole cluster
              """);
      assertThat(bob.run("why", "a").out())
          .startsWith("Not known: people-rights/a: no link is broken");
      assertRefused(ann.as("eve"));
      story
          .client()
          .raw(
              "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/people-people-rights",
              "DELETE",
              null);
    }
  }

  /** Of somebody who may do nothing. */
  private static void assertRefused(Plugin eve) {
    for (List<String> words : List.of(List.of("status"), List.of("audit"), List.of("whois", "1"))) {
      Said eves = eve.run(words.toArray(String[]::new));
      assertThat(eves.code()).isOne();
      assertThat(eves.out()).isEmpty();
      assertThat(eves.err()).startsWith("error: you need the verb list on ");
    }
    assertThat(eve.run("why", "a").err())
        .startsWith("error: you need the verb get on pods in the namespace people-rights");
  }

  private static void apply(KubernetesClient client, String namespace, String yaml) {
    byte[] bytes = yaml.replace("NAMESPACE", namespace).getBytes(StandardCharsets.UTF_8);
    for (HasMetadata item : client.load(new ByteArrayInputStream(bytes)).items()) {
      client.resource(item).create();
    }
  }
}
