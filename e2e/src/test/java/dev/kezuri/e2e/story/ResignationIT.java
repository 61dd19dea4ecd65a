// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.local.controlplane.RealControlPlane;
import dev.kezuri.local.kubelet.RunningPod;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A sidecar that says its last word while its pod lives on. */
@ExtendWith(SharedControlPlane.class)
class ResignationIT {
  @TempDir Path folder;

  @Test
  void shouldGoOnWithTheSameNumberInTheNextTurnWhenTheSidecarIsTermed(RealControlPlane plane)
      throws Exception {
    try (Story story = new Story(plane, "termed", folder);
        var _ = OperatorUnderTest.start(plane.config())) {
      // Given
      story.generator("{}");
      story.pod("a");
      RunningPod a = story.awaitServing("a");
      story.draw(a, 10_000);
      WorkerId before = story.holding("a").orElseThrow();

      // When
      a.term();

      // Then
      story.draw(story.awaitServing("a", 2), 10_000);
      WorkerId after = story.holding("a").orElseThrow();
      assertThat(after.getSpec().id()).isEqualTo(before.getSpec().id());
      assertThat(after.getStatus().window().notBefore())
          .isEqualTo(before.getStatus().window().notBefore());
    }
  }

  @Test
  void shouldSayTheLastWordAgainWhenItsMessageWasLost(RealControlPlane plane) throws Exception {
    try (Story story = new Story(plane, "unheard", folder);
        var _ = OperatorUnderTest.start(plane.config())) {
      // Given
      story.generator("{}");
      story.pod("a");
      RunningPod a = story.awaitServing("a");
      story.draw(a, 10_000);

      // When
      a.loseNextMessage();
      a.term();

      // Then
      story.draw(story.awaitServing("a", 2), 10_000);
    }
  }
}
