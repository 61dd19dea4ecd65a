// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.local.controlplane.RealControlPlane;
import dev.kezuri.local.kubelet.KubeletTiming;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedControlPlane.class)
class GrantIT {
  private static final int PODS = 100;

  @TempDir Path folder;

  @Test
  void shouldGiveEachPodANumberOfItsOwnWhenAHundredComeAtOnce(RealControlPlane plane)
      throws Exception {
    // Given
    // A probe a second: ten, for each of a hundred pods, would be all this test measures.
    try (Story story = new Story(plane, "hundred", folder, KubeletTiming.REAL);
        var _ = OperatorUnderTest.start(plane.config())) {
      story.generator("{}");

      // When
      List<String> names = new ArrayList<>();
      for (int i = 0; i < PODS; i++) {
        names.add(story.pod("p" + i).getMetadata().getName());
      }

      // Then
      Set<Integer> numbers = new HashSet<>();
      for (String name : names) {
        story.draw(story.awaitServing(name), 1000);
        numbers.add(story.holding(name).orElseThrow().getSpec().id());
      }
      assertThat(numbers).hasSize(PODS);
      assertThat(story.grantsSeen()).isEqualTo(PODS);
    }
  }
}
