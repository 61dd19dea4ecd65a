// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.e2e.cluster.FaultyControlPlane;
import dev.kezuri.e2e.story.OperatorUnderTest;
import dev.kezuri.e2e.story.Story;
import dev.kezuri.local.controlplane.RealControlPlane;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Others write what the operator writes; the API server has had enough of it. */
@ExtendWith(FaultyControlPlane.class)
class StormsIT {
  private static final String[] PODS =
      IntStream.range(0, 12).mapToObj(i -> "p" + i).toArray(String[]::new);

  @TempDir Path folder;

  private final PortWitness port = new PortWitness();

  @Test
  void shouldGrantWhenAnotherClientRewritesEverythingAllTheTime(RealControlPlane plane) {
    try (Trial trial = new Trial(plane, "storm-409", folder, "{lease: {duration: 40s}}");
        var _ = OperatorUnderTest.start(plane.config(), InstantSource.system(), port)) {
      trial.serve("a");
      try (Rewriter rewriter = new Rewriter(plane.config(), trial.story())) {
        // Given
        Story.await("it rewrites", () -> rewriter.writes() > 50);

        // When
        trial.serve(PODS);

        // Then
        Story.await("writes were lost", () -> port.conflicts() > 0);
        trial.figure("writes of the operator that lost", port.conflicts());
        trial.figure("writes of the other client", rewriter.writes());
      }
      trial.assertGrantsAgain();
      trial.assertServedThroughout();
    }
  }

  @Test
  void shouldGrantWhenTheApiServerNoLongerSaysTooManyRequests(RealControlPlane plane) {
    try (Trial trial = new Trial(plane, "storm-429", folder, "{lease: {duration: 60s}}");
        OperatorUnderTest operator =
            OperatorUnderTest.start(plane.config(), InstantSource.system(), port)) {
      // Given
      trial.serve("a");
      try (Throttle throttle = new Throttle(trial.story().client(), 0)) {
        // When: nothing is let through, then a little
        for (String pod : PODS) {
          trial.story().pod(pod);
        }
        Story.await("it is refused", () -> port.tooMany() > 3);
        throttle.shares(1);
        Story.await("one gets through", () -> trial.granted(PODS[0]));
      }

      // Then
      trial.assertGrantsAgain();
      for (String pod : PODS) {
        Story.await(pod + " is granted", () -> trial.granted(pod));
      }
      trial.figure("requests refused", port.tooMany());
      trial.assertServedThroughout();
      assertThat(operator.healthy()).isTrue();
    }
  }
}
