// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.local.controlplane.RealControlPlane;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** No election: both act on everything, all the time. */
@ExtendWith(SharedControlPlane.class)
class TwoOperatorsIT {
  private static final int NUMBERS = 10;

  @TempDir Path folder;

  @Test
  void shouldShareNoNumberWhenTwoOperatorsFightOverTen(RealControlPlane plane) throws Exception {
    try (Story story = new Story(plane, "fight", folder);
        var _ = OperatorUnderTest.start(plane.config());
        var _ = OperatorUnderTest.start(plane.config())) {
      // Given
      // A pod that both grant a number keeps one; the other runs out unused, here soon.
      story.generator(
          "{lease: {duration: 20s}, workerIds: {first: 0, last: " + (NUMBERS - 1) + "}}");

      // When: as many pods as numbers, three times over, each round while the last one ends
      for (int round = 0; round < 3; round++) {
        List<String> names = names(round);
        names.forEach(story::pod);
        for (String name : names) {
          story.draw(story.awaitServing(name), 2000);
        }
        names.forEach(story::delete);
      }

      // Then
      for (String name : names(2)) {
        Story.await(name + " is gone", () -> story.podNow(name).isEmpty());
      }
      assertThat(story.grantsSeen()).isGreaterThanOrEqualTo(3 * NUMBERS);
    }
  }

  private static List<String> names(int round) {
    return IntStream.range(0, NUMBERS).mapToObj(i -> "r" + round + "-" + i).toList();
  }
}
