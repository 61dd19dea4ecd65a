// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.e2e.story.OperatorUnderTest;
import dev.kezuri.e2e.story.Story;
import dev.kezuri.local.controlplane.RealControlPlane;
import dev.kezuri.operator.apply.Answer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A leader that stood still between its plan and its writes, while another one took over. */
@ExtendWith(SharedControlPlane.class)
class LeadersIT {
  @TempDir Path folder;

  @Test
  void shouldDoNoHarmWhenAStaleLeaderWritesWhatItPlannedLongAgo(RealControlPlane plane) {
    PortWitness stale = new PortWitness();
    String spec = "{lease: {duration: 30s}, workerIds: {first: 0, last: 5}}";
    List<String> waiting = List.of("c", "d", "e");
    try (Trial trial = new Trial(plane, "stale-leader", folder, spec)) {
      try (var _ = OperatorUnderTest.start(plane.config())) {
        trial.serve("a", "b");
      }
      leaderOf(trial, plane, stale, waiting);
    }
  }

  private static void leaderOf(
      Trial trial, RealControlPlane plane, PortWitness stale, List<String> waiting) {
    Story story = trial.story();
    // Given: it is about to grant three numbers, and stands still
    stale.hold();
    waiting.forEach(story::pod);
    try (OperatorUnderTest former =
        OperatorUnderTest.start(plane.config(), InstantSource.system(), stale)) {
      Story.await("it is about to write", () -> stale.waiting() >= waiting.size());
      trial.leave("b");
      story.delete("b");
      Story.await("b is gone", () -> story.podNow("b").isEmpty());

      // When: another one grants them, and gives the last number to a pod of its own
      try (var _ = OperatorUnderTest.start(plane.config())) {
        for (String pod : waiting) {
          Story.await(pod + " is granted", () -> trial.granted(pod));
          story.awaitServing(pod);
        }
        stale.release();
        Story.await(
            "the stale writes are answered", () -> stale.heldCalls().size() >= waiting.size());

        // Then
        assertThat(stale.heldCalls()).noneMatch(call -> call.answer() instanceof Answer.Stored<?>);
        trial.figure("stale writes refused", stale.heldCalls().size());
        trial.assertGrantsAgain();
        trial.assertServedThroughout();
      }
      assertThat(former.healthy()).isTrue();
    }
  }
}
