// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.v1alpha1.PastWindow;
import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.lease.Window;
import dev.kezuri.local.controlplane.RealControlPlane;
import dev.kezuri.local.kubelet.RunningPod;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a pod's number when the pod goes; there is one number only. */
@ExtendWith(SharedControlPlane.class)
class EndOfPodIT {
  private static final String ONE_NUMBER = "{workerIds: {first: 0, last: 0}}";
  private static final String ONE_NUMBER_TEN_SECONDS =
      "{workerIds: {first: 0, last: 0}, lease: {duration: 10s}}";

  @TempDir Path folder;

  @Test
  void shouldFreeTheNumberAtOnceWhenThePodIsDeletedGracefully(RealControlPlane plane)
      throws Exception {
    try (Story story = new Story(plane, "graceful", folder);
        var _ = OperatorUnderTest.start(plane.config())) {
      // Given
      story.generator(ONE_NUMBER);
      story.pod("a");
      RunningPod a = story.awaitServing("a");
      story.draw(a, 10_000);

      // When
      story.delete("a");

      // Then
      Story.await("a ended gracefully", () -> story.ended(0, a.uid(), PastWindow.End.GRACEFUL));
      story.pod("b");
      story.draw(story.awaitServing("b"), 10_000);
    }
  }

  @Test
  void shouldFreeTheNumberAtOnceWhenThePodFinishesByItself(RealControlPlane plane)
      throws Exception {
    try (Story story = new Story(plane, "finished", folder);
        var _ = OperatorUnderTest.start(plane.config())) {
      // Given
      story.generator(ONE_NUMBER);
      story.pod("a");
      RunningPod a = story.awaitServing("a");
      story.draw(a, 10_000);

      // When: as a Job's pod does, whose sidecar ends before its phase says so
      a.finish();

      // Then
      Story.await("a ended gracefully", () -> story.ended(0, a.uid(), PastWindow.End.GRACEFUL));
      story.pod("b");
      story.draw(story.awaitServing("b"), 10_000);
    }
  }

  @Test
  void shouldRestTheNumberUntilNotAfterWhenThePodIsDeletedByForce(RealControlPlane plane)
      throws Exception {
    try (Story story = new Story(plane, "forced", folder);
        var _ = OperatorUnderTest.start(plane.config())) {
      // Given
      story.generator(ONE_NUMBER_TEN_SECONDS);
      story.pod("a");
      RunningPod a = story.awaitServing("a");
      story.draw(a, 10_000);

      // When
      story.forceDelete("a");
      story.pod("b");

      // Then
      Window last = story.holdingUid(a.uid()).orElseThrow().getStatus().window().window();
      story.draw(story.awaitServing("b"), 10_000);
      assertThat(story.ended(0, a.uid(), PastWindow.End.LOST)).isTrue();
      Window next = story.holding("b").orElseThrow().getStatus().window().window();
      assertThat(next.notBeforeMs()).isGreaterThanOrEqualTo(last.notAfterMs());
    }
  }

  @Test
  void shouldRestTheNumberWhenThePodWentWhileTheOperatorWasAway(RealControlPlane plane)
      throws Exception {
    try (Story story = new Story(plane, "away", folder)) {
      // Given
      RunningPod a;
      try (var _ = OperatorUnderTest.start(plane.config())) {
        story.generator(ONE_NUMBER_TEN_SECONDS);
        story.pod("a");
        a = story.awaitServing("a");
        story.draw(a, 10_000);
      }

      // When
      story.delete("a");
      Story.await("a is gone", () -> story.podNow("a").isEmpty());
      story.pod("b");

      // Then
      try (var _ = OperatorUnderTest.start(plane.config())) {
        story.draw(story.awaitServing("b"), 10_000);
        assertThat(story.ended(0, a.uid(), PastWindow.End.LOST)).isTrue();
      }
    }
  }
}
