// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.local.controlplane.RealControlPlane;
import dev.kezuri.local.kubelet.RunningPod;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Somebody with every right erases a part of the ledger. */
@ExtendWith(SharedControlPlane.class)
class WorkerIdErasedIT {
  private static final long LONGEST_LEASE_MS = Duration.ofHours(720).toMillis();

  @TempDir Path folder;

  @Test
  void shouldNotGiveTheNumberAgainWhileItsHolderMayStillIssue(RealControlPlane plane)
      throws Exception {
    try (Story story = new Story(plane, "erased", folder);
        var _ = OperatorUnderTest.start(plane.config())) {
      // Given
      story.generator("{workerIds: {first: 0, last: 1}}");
      story.pod("a");
      RunningPod a = story.awaitServing("a");
      WorkerId held = story.holding("a").orElseThrow();
      long erasedAtMs = System.currentTimeMillis();

      // When
      story.erase(held);
      story.pod("b");
      story.draw(story.awaitServing("b"), 1000);
      story.pod("c");

      // Then
      int number = held.getSpec().id();
      Story.await("the number is made again", () -> story.workerId(number).getStatus() != null);
      assertThat(story.workerId(number).getStatus().floorMs())
          .isGreaterThanOrEqualTo(erasedAtMs + LONGEST_LEASE_MS);
      Story.await("c waits", () -> story.currentGenerator().getStatus().waiting() == 1);
      story.draw(a, 1000);
      assertThat(story.holding("c")).isEmpty();
    }
  }
}
