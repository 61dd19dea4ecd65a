// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.id.IdLayout;
import dev.kezuri.local.controlplane.RealControlPlane;
import dev.kezuri.local.kubelet.RunningPod;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The ledger outlives its IdGenerator. */
@ExtendWith(SharedControlPlane.class)
class GeneratorMadeAgainIT {
  @TempDir Path folder;

  @Test
  void shouldTakeOverTheLedgerWhenTheLayoutIsTheSame(RealControlPlane plane) throws Exception {
    try (Story story = new Story(plane, "made-again", folder);
        var _ = OperatorUnderTest.start(plane.config())) {
      // Given
      story.generator("{workerIds: {first: 0, last: 1}}");
      story.pod("a");
      RunningPod a = story.awaitServing("a");
      int number = story.holding("a").orElseThrow().getSpec().id();

      // When
      story.deleteGenerator();
      story.draw(a, 1000);
      story.generator("{workerIds: {first: 0, last: 1}}");
      story.pod("b");

      // Then
      story.draw(story.awaitServing("b"), 1000);
      story.draw(a, 1000);
      assertThat(story.holding("a").orElseThrow().getSpec().id()).isEqualTo(number);
      assertThat(story.holding("b").orElseThrow().getSpec().id()).isEqualTo(1 - number);
    }
  }

  @Test
  void shouldGrantNothingWhenTheLayoutIsAnother(RealControlPlane plane) throws Exception {
    try (Story story = new Story(plane, "other-layout", folder);
        var _ = OperatorUnderTest.start(plane.config())) {
      // Given
      story.generator("{lease: {duration: 12s}}");
      story.pod("a");
      RunningPod a = story.awaitServing("a");
      String granted = story.holding("a").orElseThrow().getStatus().window().notAfter();

      // When
      story.deleteGenerator();
      story.generator("{lease: {duration: 12s}, layout: {workerBits: 12, sequenceBits: 10}}");
      story.pod("b");

      // Then
      Story.await("the generator says Conflict", () -> story.hasCondition("Conflict"));
      Story.await(
          "the old pod is renewed",
          () ->
              story.holding("a").orElseThrow().getStatus().window().notAfter().compareTo(granted)
                  > 0);
      story.readIdsBy(IdLayout.DEFAULT);
      story.draw(a, 1000);
      assertThat(story.holding("b")).isEmpty();
    }
  }
}
