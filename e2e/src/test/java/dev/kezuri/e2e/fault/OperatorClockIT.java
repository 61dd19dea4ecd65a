// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.e2e.story.OperatorUnderTest;
import dev.kezuri.e2e.story.Story;
import dev.kezuri.local.controlplane.RealControlPlane;
import dev.kezuri.local.kubelet.RunningPod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's clock is an hour off; the cluster's is right. */
@ExtendWith(SharedControlPlane.class)
class OperatorClockIT {
  private static final long LEASE_MS = 20_000;

  /** What the operator may be off without knowing it, and what a busy machine takes. */
  private static final long BEARABLE_MS = 60_000;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "PT-1H"})
  void shouldGrantAndEndNothingByAWrongClockAndGoOnWhenItIsMended(
      Duration off, RealControlPlane plane) {
    MovableClock clock = new MovableClock();
    String name = off.isNegative() ? "clock-behind" : "clock-ahead";
    try (Trial trial = new Trial(plane, name, folder, "{lease: {duration: 20s}}");
        var _ = OperatorUnderTest.start(plane.config(), clock, UnaryOperator.identity())) {
      // Given
      Story story = trial.story();
      trial.serve("a");
      story.pod("lost");
      RunningPod lost = story.awaitServing("lost");

      // When
      clock.off(off);
      story.pod("b");
      Story.await("the generator says ClockSkew", () -> story.hasCondition("ClockSkew"));
      story.forceDelete("lost");
      WorkerId before = story.holdingUid(lost.uid()).orElseThrow();
      long overMs = before.getStatus().window().window().notAfterMs();
      Story.await("its window is over", () -> System.currentTimeMillis() > overMs + 2_000);

      // Then
      assertThat(story.holdingUid(lost.uid())).as("ended by a wrong clock").isPresent();
      assertThat(story.holding("b")).as("granted by a wrong clock").isEmpty();
      long latestMs =
          story.workerIds().stream()
              .filter(w -> w.getStatus() != null && w.getStatus().window() != null)
              .mapToLong(w -> w.getStatus().window().window().notAfterMs())
              .max()
              .orElseThrow();
      assertThat(latestMs).isLessThan(System.currentTimeMillis() + LEASE_MS + BEARABLE_MS);

      // When
      clock.off(Duration.ZERO);
      Story.await("it no longer says so", () -> !story.hasCondition("ClockSkew"));

      // Then
      Story.await("b is granted", () -> trial.granted("b"));
      Story.await("the lost window ends", () -> story.holdingUid(lost.uid()).isEmpty());
      trial.assertGrantsAgain();
    }
  }
}
