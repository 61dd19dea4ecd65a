// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.e2e.cluster.KubectlKezuri;
import dev.kezuri.e2e.cluster.OperatorHand;
import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.e2e.story.OperatorUnderTest;
import dev.kezuri.e2e.story.Story;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.local.controlplane.RealControlPlane;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Objects that a backup tool has put back; the operator runs all the while. */
@ExtendWith(SharedControlPlane.class)
class RestoredIT {
  private static final String SPEC = "{lease: {duration: 30s}, workerIds: {first: 0, last: 3}}";

  @TempDir Path folder;

  @Test
  void shouldGrantAfterTheFenceWhenAGeneratorCameBackWithoutItsStatus(RealControlPlane plane) {
    try (Trial trial = new Trial(plane, "no-status", folder, SPEC);
        var _ = OperatorUnderTest.start(plane.config())) {
      // Given
      Story story = trial.story();
      trial.serve("a");

      // When
      story.deleteGenerator();
      String yaml =
          """
          apiVersion: kezuri.dev/v1alpha1
          kind: IdGenerator
          metadata:
            name: orders
            namespace: no-status
            annotations: {kezuri.dev/ledger: %s}
          spec: %s
          """
              .formatted(clusterUid(story), SPEC);
      story.client().resource(Serialization.unmarshal(yaml, IdGenerator.class)).create();

      // Then
      assertHeldBackUntilFenced(plane, trial, "no-status/orders");
      assertThat(story.currentGenerator().getStatus().provisioned()).isGreaterThanOrEqualTo(4);
    }
  }

  @Test
  void shouldGrantAfterTheFenceWhenTheLedgerIsOfAnotherCluster(RealControlPlane plane) {
    try (Trial trial = new Trial(plane, "moved", folder, SPEC);
        KubernetesClient hand =
            new KubernetesClientBuilder().withConfig(OperatorHand.of(plane.config())).build()) {
      Story story = trial.story();
      try (var _ = OperatorUnderTest.start(plane.config())) {
        trial.serve("a");
      }

      // Given: the annotation is of another cluster, and WorkerIds came without status
      story
          .client()
          .resources(IdGenerator.class)
          .inNamespace("moved")
          .withName("orders")
          .edit(
              generator -> {
                generator
                    .getMetadata()
                    .getAnnotations()
                    .put(MetadataKeys.ANNOTATION_LEDGER, "00000000-0000-0000-0000-000000000000");
                return generator;
              });
      for (WorkerId object : story.workerIds()) {
        if (object.getStatus().window() == null) {
          story.erase(object);
          hand.resource(bare(object)).create();
        }
      }

      try (var _ = OperatorUnderTest.start(plane.config())) {
        // Then
        assertHeldBackUntilFenced(plane, trial, "orders", "-n", "moved");
        assertThat(
                story
                    .currentGenerator()
                    .getMetadata()
                    .getAnnotations()
                    .get(MetadataKeys.ANNOTATION_LEDGER))
            .isEqualTo(clusterUid(story));
      }
    }
  }

  @Test
  void shouldGrantAfterTheFenceWhenWorkerIdsLostTheirStatusAndTheGeneratorIsMadeAgain(
      RealControlPlane plane) {
    try (Trial trial = new Trial(plane, "from-git", folder, SPEC);
        KubernetesClient hand =
            new KubernetesClientBuilder().withConfig(OperatorHand.of(plane.config())).build();
        var _ = OperatorUnderTest.start(plane.config())) {
      // Given
      Story story = trial.story();
      trial.serve("a");

      // When
      story.deleteGenerator();
      for (WorkerId object : story.workerIds()) {
        if (object.getStatus().window() == null) {
          story.erase(object);
          hand.resource(bare(object)).create();
        }
      }
      story.generator(SPEC);

      // Then
      assertHeldBackUntilFenced(plane, trial, "from-git/orders");
    }
  }

  private static void assertHeldBackUntilFenced(
      RealControlPlane plane, Trial trial, String... words) {
    Story story = trial.story();
    Story.await("the generator says Restored", () -> story.hasCondition("Restored"));
    story.pod("b");
    Story.await("b waits", () -> story.currentGenerator().getStatus().waiting() == 1);
    String before = story.holding("a").orElseThrow().getStatus().window().notAfter();

    // The seconds asked for are fewer than a still has.
    KubectlKezuri dry = fence(plane, words, "--until=2s", "--dry-run");
    assertThat(dry.out()).contains("lifted").endsWith("Nothing was written.\n");
    assertThat(story.hasCondition("Restored")).isTrue();
    KubectlKezuri said = fence(plane, words, "--until=2s", "--yes");

    assertThat(said.out()).contains("; Restored is lifted.");
    String until = story.currentGenerator().getStatus().fencedUntil();
    assertThat(until).isGreaterThanOrEqualTo(before);
    assertThat(story.workerIds())
        .hasSize(4)
        .allMatch(w -> w.getStatus().floorMs() >= UtcMillis.parse(until));
    Story.await("b is granted", () -> trial.granted("b"));
    assertThat(story.holding("b").orElseThrow().getStatus().window().notBefore())
        .isGreaterThanOrEqualTo(until);
    assertThat(story.holding("a").orElseThrow().getStatus().window().notAfter())
        .as("a is renewed")
        .isGreaterThan(before);
    assertThat(story.hasCondition("Restored")).isFalse();

    // Once more, to the same time: nothing is left to write.
    assertThat(fence(plane, words, "--until=2s", "--dry-run").out()).contains(" no\n");
    trial.assertServedThroughout();
  }

  private static KubectlKezuri fence(RealControlPlane plane, String[] words, String... more) {
    String[] line = new String[1 + words.length + more.length];
    line[0] = "fence";
    System.arraycopy(words, 0, line, 1, words.length);
    System.arraycopy(more, 0, line, 1 + words.length, more.length);
    KubectlKezuri said = KubectlKezuri.run(plane.kubeconfig().orElseThrow(), line);
    assertThat(said.code()).as(said.said()).isZero();
    return said;
  }

  private static WorkerId bare(WorkerId object) {
    WorkerId bare = new WorkerId();
    bare.setMetadata(
        new ObjectMetaBuilder()
            .withName(object.getMetadata().getName())
            .withFinalizers(MetadataKeys.FINALIZER_LEDGER)
            .withAnnotations(object.getMetadata().getAnnotations())
            .build());
    bare.setSpec(object.getSpec());
    return bare;
  }

  private static String clusterUid(Story story) {
    return story.client().namespaces().withName("kube-system").get().getMetadata().getUid();
  }
}
