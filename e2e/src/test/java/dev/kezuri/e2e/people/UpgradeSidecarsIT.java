// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.v1alpha1.IdGeneratorSpec;
import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.e2e.people.Plugin.Said;
import dev.kezuri.e2e.story.OperatorUnderTest;
import dev.kezuri.e2e.story.Story;
import dev.kezuri.local.controlplane.RealControlPlane;
import dev.kezuri.local.kubelet.RunningPod;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code upgrade-sidecars}, with the operator, the policies and real sidecars. */
@ExtendWith(SharedControlPlane.class)
class UpgradeSidecarsIT {
  private static final String OLD = "kezuri-sidecar:0.1.0";
  private static final String NEW = "kezuri-sidecar:0.1.1";
  private static final String IMAGE = "--image=" + NEW;

  /** What cli/README.md says it needs with --image, and no more; bob may not write. */
  private static final String RIGHTS =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: look, namespace: NAMESPACE}
      rules: [{apiGroups: [""], resources: [pods], verbs: [get, list]}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: change, namespace: NAMESPACE}
      rules: [{apiGroups: [""], resources: [pods], verbs: [patch]}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: look, namespace: NAMESPACE}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: look}
      subjects:
        - {apiGroup: rbac.authorization.k8s.io, kind: User, name: ann}
        - {apiGroup: rbac.authorization.k8s.io, kind: User, name: bob}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: change, namespace: NAMESPACE}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: change}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: ann}]
      """;

  @TempDir Path folder;

  @Test
  void shouldUpgradePodByPodAndEachKeepsItsNumber(RealControlPlane plane) throws Exception {
    try (Story story = new Story(plane, "upgrade-all", folder);
        var _ = OperatorUnderTest.start(plane.config())) {
      // Given
      story.generator("{}");
      List<String> names = List.of("a", "b", "c");
      names.forEach(story::pod);
      List<Integer> numbers = names.stream().map(name -> number(story, name)).toList();
      story.pod("new", NEW);
      story.awaitServing("new");
      apply(story.client(), "upgrade-all", RIGHTS);
      Plugin ann = Plugin.in(plane, "upgrade-all").as("ann");
      Story.await(
          "ann may look", () -> ann.run("upgrade-sidecars", "--dry-run", IMAGE).code() == 0);
      assertThat(images(story, names)).containsOnly(OLD);

      // When
      Said bobs = ann.as("bob").run("upgrade-sidecars", "orders", IMAGE, "--yes");
      Said anns = ann.run("upgrade-sidecars", "orders", IMAGE, "--yes", "--max-unavailable=2");

      // Then
      assertThat(bobs.code()).isOne();
      assertThat(bobs.err())
          .contains("bob needs the verb patch on the resource pods in the namespace upgrade-all");
      assertThat(anns.code()).as(anns.out() + anns.err()).isZero();
      assertThat(anns.out())
          .contains("\nupgrade-all/new   upgrade-all/orders   " + NEW)
          .contains("skipped: has it already\n")
          .endsWith("3 pods have their new sidecar. Templates were not changed.\n");
      assertThat(anns.err())
          .contains("upgrade-all/a issues IDs with " + NEW + ", in turn 2 (1 of 3)\n");
      assertThat(images(story, names)).containsOnly(NEW);
      for (String name : names) {
        story.draw(story.awaitServing(name, 2), 1000);
      }
      assertThat(names.stream().map(name -> number(story, name)).toList()).isEqualTo(numbers);
      assertThat(ann.run("upgrade-sidecars", IMAGE, "--yes").out()).endsWith("Nothing to do.\n");
    }
  }

  @Test
  void shouldStopAtTheFirstThatDoesNotComeBackAndGoOnFromThere(RealControlPlane plane)
      throws Exception {
    Plugin kezuri = Plugin.in(plane, "upgrade-stops");
    try (Story story = new Story(plane, "upgrade-stops", folder)) {
      List<String> names = List.of("a", "b");
      try (var _ = OperatorUnderTest.start(plane.config())) {
        // Given
        story.generator("{}");
        names.forEach(story::pod);
        names.forEach(name -> number(story, name));
      }

      // When: nobody gives the next turn
      Said stopped =
          kezuri.run("upgrade-sidecars", IMAGE, "--yes", "--max-unavailable=2", "--timeout=3s");

      // Then
      assertThat(stopped.code()).as(stopped.out() + stopped.err()).isOne();
      assertThat(stopped.err())
          .contains("Whether the operator works is not known: there is no Lease kezuri-system/")
          .contains("\nerror: upgrade-stops/a did not come back with " + NEW + " within 3 s: its")
          .contains("does the operator work? kubectl kezuri check. See kubectl kezuri why a -n")
          .contains("give --image " + OLD + " to put the old image back")
          .endsWith("(1 of 2 pods were begun, 0 came back; the same command goes on from there)\n");
      assertThat(images(story, names)).containsExactly(NEW, OLD);

      // And once there is an operator
      try (var _ = OperatorUnderTest.start(plane.config())) {
        Said after = kezuri.run("upgrade-sidecars", IMAGE, "--yes");
        assertThat(after.code()).as(after.out() + after.err()).isZero();
        assertThat(after.out()).contains("   await\n");
        for (String name : names) {
          story.draw(story.awaitServing(name, 2), 1000);
        }
      }
    }
  }

  @Test
  void shouldTakeTheImageOfTheGeneratorOrOfThePolicy(RealControlPlane plane) throws Exception {
    Plugin kezuri = Plugin.in(plane, "upgrade-image");
    try (Story story = new Story(plane, "upgrade-image", folder);
        var _ = OperatorUnderTest.start(plane.config())) {
      // Given
      story.generator("{}");
      story.pod("other", NEW);
      story.pod("a");
      story.awaitServing("other");
      RunningPod a = story.awaitServing("a");
      story.draw(a, 1000);

      // When // Then
      assertThat(kezuri.run("upgrade-sidecars", "--yes").out()).endsWith("Nothing to do.\n");
      story
          .client()
          .resource(story.currentGenerator())
          .edit(
              found -> {
                found.getMetadata().setManagedFields(null);
                found.setSpec(withSidecarImage());
                return found;
              });
      Said said = kezuri.run("upgrade-sidecars", "--yes", "-o", "json");
      assertThat(said.code()).as(said.err()).isZero();
      assertThat(said.out()).contains("\"upgraded\": 1", "\"to\": \"" + NEW + "\"");
      assertThat(images(story, List.of("a"))).containsOnly(NEW);
      story.draw(story.awaitServing("a", 2), 1000);
    }
  }

  private static IdGeneratorSpec withSidecarImage() {
    return Serialization.unmarshal("sidecar: {image: '" + NEW + "'}", IdGeneratorSpec.class);
  }

  private static int number(Story story, String name) {
    try {
      story.draw(story.awaitServing(name), 1000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return story.holding(name).orElseThrow().getSpec().id();
  }

  private static List<String> images(Story story, List<String> names) {
    return names.stream()
        .map(story::podNow)
        .map(Optional::orElseThrow)
        .map(pod -> pod.getSpec().getInitContainers().getFirst().getImage())
        .toList();
  }

  private static void apply(KubernetesClient client, String namespace, String yaml) {
    byte[] bytes = yaml.replace("NAMESPACE", namespace).getBytes(StandardCharsets.UTF_8);
    for (HasMetadata item : client.load(new ByteArrayInputStream(bytes)).items()) {
      client.resource(item).create();
    }
  }
}
