// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.e2e.cluster.OperatorHand;
import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.e2e.story.OperatorUnderTest;
import dev.kezuri.e2e.story.Story;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.LeaseCodec;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.local.controlplane.RealControlPlane;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who may act as the operator edits the ledger, within what its rules let through. */
@ExtendWith(SharedControlPlane.class)
class LedgerByHandIT {
  private static final long HOUR_MS = Duration.ofHours(1).toMillis();
  private static final long LONGEST_LEASE_MS = Duration.ofHours(720).toMillis();

  @TempDir Path folder;

  @Test
  void shouldFollowTheLedgerWhenItIsEdited(RealControlPlane plane) throws Exception {
    try (KubernetesClient hand = hand(plane);
        Trial trial = new Trial(plane, "edited", folder, "{workerIds: {first: 0, last: 1}}");
        var _ = OperatorUnderTest.start(plane.config())) {
      // Given
      Story story = trial.story();
      trial.serve("a");
      WorkerId held = story.holding("a").orElseThrow();
      HeldWindow window = held.getStatus().window();
      int other = 1 - held.getSpec().id();

      // When: a window is made longer, and its turn later
      String notAfter = UtcMillis.format(window.window().notAfterMs() + HOUR_MS);
      edit(hand, held, "{\"window\":{\"notAfter\":\"%s\",\"turn\":7}}".formatted(notAfter));

      // Then: the pod is told, and goes on
      Story.await(
          "a is told",
          () -> {
            Lease told = lease(story);
            return told.turn() == 7
                && UtcMillis.format(told.window().notAfterMs()).equals(notAfter);
          });

      // When: a free number's floor is an hour ahead
      String floor = UtcMillis.format(System.currentTimeMillis() + HOUR_MS);
      edit(hand, story.workerId(other), "{\"floor\":\"%s\"}".formatted(floor));
      story.pod("b");

      // Then: it is not free before
      Story.await("the generator is exhausted", () -> story.hasCondition("Exhausted"));
      assertThat(story.holding("b")).isEmpty();
      trial.assertServedThroughout();
    }
  }

  @Test
  void shouldRestTheNumberWhenItsFinalizerIsRemovedAndItIsDeleted(RealControlPlane plane)
      throws Exception {
    try (KubernetesClient hand = hand(plane);
        Trial trial = new Trial(plane, "deleted", folder, "{workerIds: {first: 0, last: 2}}");
        var _ = OperatorUnderTest.start(plane.config())) {
      // Given
      Story story = trial.story();
      trial.serve("a");
      WorkerId held = story.holding("a").orElseThrow();
      String name = held.getMetadata().getName();

      // When: deleted, which its finalizer holds up
      hand.resources(WorkerId.class).withName(name).delete();
      Story.await(
          "it is marked",
          () -> story.workerId(held.getSpec().id()).getMetadata().getDeletionTimestamp() != null);
      story.pod("b");
      Story.await("b is granted", () -> trial.granted("b"));

      // Then
      assertThat(story.holding("a")).as("the ledger of a").isPresent();

      // When: the finalizer goes as well
      long erasedAtMs = System.currentTimeMillis();
      hand.resources(WorkerId.class)
          .withName(name)
          .patch(
              PatchContext.of(PatchType.JSON),
              "[{\"op\":\"remove\",\"path\":\"/metadata/finalizers\"}]");

      // Then: made again, and nobody's for as long as a lease can be
      Story.await(
          "it is made again",
          () -> {
            WorkerId again = story.workerId(held.getSpec().id());
            return !again.getMetadata().getUid().equals(held.getMetadata().getUid())
                && again.getStatus() != null
                && again.getStatus().floorMs() >= erasedAtMs + LONGEST_LEASE_MS;
          });
      trial.assertGrantsAgain();
      trial.assertServedThroughout();
    }
  }

  private static Lease lease(Story story) throws Exception {
    return LeaseCodec.read(
        story
            .podNow("a")
            .orElseThrow()
            .getMetadata()
            .getAnnotations()
            .get(MetadataKeys.ANNOTATION_LEASE));
  }

  private static void edit(KubernetesClient hand, WorkerId object, String status) {
    hand.resources(WorkerId.class)
        .withName(object.getMetadata().getName())
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":" + status + "}");
  }

  private static KubernetesClient hand(RealControlPlane plane) {
    return new KubernetesClientBuilder().withConfig(OperatorHand.of(plane.config())).build();
  }
}
