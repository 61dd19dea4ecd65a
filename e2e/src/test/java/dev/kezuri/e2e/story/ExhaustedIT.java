// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.local.controlplane.RealControlPlane;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedControlPlane.class)
class ExhaustedIT {
  @TempDir Path folder;

  @Test
  void shouldGrantTheWaitingPodWhenANumberBecomesFree(RealControlPlane plane) throws Exception {
    try (Story story = new Story(plane, "exhausted", folder);
        var _ = OperatorUnderTest.start(plane.config())) {
      // Given
      story.generator("{workerIds: {first: 5, last: 7, reserved: [6]}}");
      story.pod("a");
      story.pod("b");
      story.draw(story.awaitServing("a"), 1000);
      story.draw(story.awaitServing("b"), 1000);
      story.pod("c");
      Story.await("the generator says that it is exhausted", () -> story.hasCondition("Exhausted"));
      assertThat(story.currentGenerator().getStatus().waiting()).isEqualTo(1);

      // When
      story.delete("a");

      // Then
      story.draw(story.awaitServing("c"), 1000);
      Story.await("it no longer is", () -> !story.hasCondition("Exhausted"));
      assertThat(story.workerIds().stream().map(w -> w.getSpec().id())).doesNotContain(4, 8);
      assertThat(story.holding("c").orElseThrow().getSpec().id()).isIn(5, 7);
    }
  }
}
