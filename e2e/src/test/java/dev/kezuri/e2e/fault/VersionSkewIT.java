// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.e2e.cluster.OperatorHand;
import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.e2e.story.OperatorUnderTest;
import dev.kezuri.e2e.story.Story;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.local.controlplane.RealControlPlane;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Operator and sidecar of different versions. There is one released format only, so that the other
 * version is played by a hand that writes what it would: more fields, or a format not known here.
 */
@ExtendWith(SharedControlPlane.class)
class VersionSkewIT {
  private static final long MORE_MS = 60_000;

  @TempDir Path folder;

  @Test
  void shouldTakeALeaseWithFieldsOfANewerOperator(RealControlPlane plane) {
    try (KubernetesClient newer = hand(plane);
        Trial trial = new Trial(plane, "newer-operator", folder, "{lease: {duration: 10s}}")) {
      // Given: an operator of this version has ended
      Story story = trial.story();
      try (var _ = OperatorUnderTest.start(plane.config())) {
        trial.serve("a");
      }
      WorkerId held = story.holding("a").orElseThrow();
      long oldEndMs = held.getStatus().window().window().notAfterMs();
      String newEnd = UtcMillis.format(oldEndMs + MORE_MS);

      // When: a newer one renews, and says more than is known here
      newer
          .resources(WorkerId.class)
          .withName(held.getMetadata().getName())
          .subresource("status")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"status\":{\"window\":{\"notAfter\":\"%s\"}}}".formatted(newEnd));
      String lease = lease(story);
      annotate(
          newer,
          story,
          lease
              .replaceFirst("\"notAfter\":\"[^\"]*\"", "\"notAfter\":\"" + newEnd + "\"")
              .replaceFirst("\\{", "{\"hint\":{\"zone\":[\"a\",{\"b\":null}]},\"since\":\"1.9\","));

      // Then: the sidecar goes on after the end that it knew before
      Story.await("the old end is past", () -> System.currentTimeMillis() > oldEndMs + 1_000);
      trial.assertServedThroughout();

      // And an operator of this version leaves alone what it does not know
      try (var _ = OperatorUnderTest.start(plane.config())) {
        trial.assertGrantsAgain();
        assertThat(lease(story)).contains("\"zone\"");
        trial.assertServedThroughout();
      }
    }
  }

  @Test
  void shouldKeepTheLastLeaseAndWriteItAgainWhenItsFormatIsNotKnown(RealControlPlane plane) {
    try (KubernetesClient newer = hand(plane);
        Trial trial = new Trial(plane, "newer-format", folder, "{lease: {duration: 30s}}");
        var _ = OperatorUnderTest.start(plane.config())) {
      // Given
      Story story = trial.story();
      trial.serve("a");

      // When
      annotate(newer, story, "{\"v\":2,\"windows\":[]}");

      // Then
      Story.await("it is written again", () -> lease(story).contains("\"v\":1"));
      trial.assertGrantsAgain();
      trial.assertServedThroughout();
    }
  }

  private static String lease(Story story) {
    return story
        .podNow("a")
        .orElseThrow()
        .getMetadata()
        .getAnnotations()
        .get(MetadataKeys.ANNOTATION_LEASE);
  }

  private static void annotate(KubernetesClient client, Story story, String lease) {
    client
        .pods()
        .inNamespace(story.namespace())
        .withName("a")
        .edit(
            pod -> {
              pod.getMetadata().getAnnotations().put(MetadataKeys.ANNOTATION_LEASE, lease);
              return pod;
            });
  }

  private static KubernetesClient hand(RealControlPlane plane) {
    return new KubernetesClientBuilder().withConfig(OperatorHand.of(plane.config())).build();
  }
}
