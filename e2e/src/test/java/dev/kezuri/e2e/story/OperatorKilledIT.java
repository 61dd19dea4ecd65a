// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.local.controlplane.RealControlPlane;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An operator that never gets further than its first write, and is started anew each time. */
@ExtendWith(SharedControlPlane.class)
class OperatorKilledIT {
  private static final int MOST_LIVES = 80;

  @TempDir Path folder;

  @Test
  void shouldHealWhicheverWriteWasTheLast(RealControlPlane plane) throws Exception {
    try (Story story = new Story(plane, "killed", folder)) {
      // Given
      story.generator("{workerIds: {first: 0, last: 1}, lease: {duration: 30s}}");
      story.pod("a");

      // When: killed after each write from the first WorkerId to turn 1
      int lives = dieAfterEachWriteUntil(plane, "a serves", () -> story.servesInTurn("a", 1));

      // Then
      assertThat(lives).as("lives of an operator").isGreaterThan(5);
      story.draw(story.awaitServing("a"), 1000);

      // When: the pod goes, and another comes
      String uid = story.podNow("a").orElseThrow().getMetadata().getUid();
      story.delete("a");
      story.pod("b");
      dieAfterEachWriteUntil(
          plane,
          "b serves, and a's number is free",
          () -> story.servesInTurn("b", 1) && story.holdingUid(uid).isEmpty());

      // Then
      try (var _ = OperatorUnderTest.start(plane.config())) {
        story.draw(story.awaitServing("b"), 1000);
        story.pod("c");
        story.draw(story.awaitServing("c"), 1000);
      }
    }
  }

  private static int dieAfterEachWriteUntil(
      RealControlPlane plane, String what, Callable<Boolean> done) throws Exception {
    for (int lives = 1; lives <= MOST_LIVES; lives++) {
      Process operator = start(plane);
      try {
        Story.await("the operator is killed, or " + what, () -> !operator.isAlive() || done.call());
        if (operator.isAlive()) {
          return lives;
        }
        assertThat(operator.exitValue()).isEqualTo(HaltingOperator.HALTED);
      } finally {
        operator.destroyForcibly();
      }
    }
    throw new AssertionError("not within " + MOST_LIVES + " lives: " + what);
  }

  private static Process start(RealControlPlane plane) throws IOException {
    List<String> command = new ArrayList<>(SidecarCommand.java());
    command.add(HaltingOperator.class.getName());
    command.add(plane.kubeconfig().orElseThrow().toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
