// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.e2e.cluster.FaultyControlPlane;
import dev.kezuri.e2e.cluster.LedgerCrd;
import dev.kezuri.e2e.story.OperatorUnderTest;
import dev.kezuri.e2e.story.Story;
import dev.kezuri.local.controlplane.RealControlPlane;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Somebody replaces the ledger's CRD by one without its rules. */
@ExtendWith(FaultyControlPlane.class)
class UnguardedIT {
  @TempDir Path folder;

  @Test
  void shouldGrantNothingUntilTheRulesAreBack(RealControlPlane plane) {
    try (Trial trial = new Trial(plane, "unguarded", folder, "{lease: {duration: 30s}}");
        var _ =
            OperatorUnderTest.start(
                plane.config(),
                Duration.ofSeconds(1),
                InstantSource.system(),
                UnaryOperator.identity())) {
      // Given
      Story story = trial.story();
      trial.serve("a");

      // When
      LedgerCrd.put(story.client(), LedgerCrd.withoutRules());
      try {
        Story.await(
            "the generator says Unguarded",
            () -> {
              // An operator looks when something happens, or at the next renewal.
              touch(story);
              return story.hasCondition("Unguarded");
            });
        story.pod("b");
        Story.await("b waits", () -> story.currentGenerator().getStatus().waiting() == 1);
        assertThat(story.holding("b")).isEmpty();
      } finally {
        LedgerCrd.put(story.client(), LedgerCrd.shipped());
      }

      // Then
      Story.await("b is granted", () -> trial.granted("b"));
      Story.await("it no longer says so", () -> !story.hasCondition("Unguarded"));
      trial.assertGrantsAgain();
      trial.assertServedThroughout();
    }
  }

  private static void touch(Story story) {
    story
        .client()
        .pods()
        .inNamespace(story.namespace())
        .withName("a")
        .edit(
            pod -> {
              String now = Long.toString(System.nanoTime());
              pod.getMetadata().getAnnotations().put("example.com/touched", now);
              return pod;
            });
  }
}
