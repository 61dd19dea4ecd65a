// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.v1alpha1.PastWindow;
import dev.kezuri.e2e.cluster.FaultyControlPlane;
import dev.kezuri.e2e.story.OperatorUnderTest;
import dev.kezuri.e2e.story.Story;
import dev.kezuri.local.controlplane.RealControlPlane;
import dev.kezuri.local.kubelet.RunningPod;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The API server and etcd fail; pods that have a number go on, and new ones get theirs after. */
@ExtendWith(FaultyControlPlane.class)
class ApiServerFaultsIT {
  /** Renewed after 10 to 13 s, dry after 40: longer than any fault here lasts. */
  private static final String FORTY_SECONDS = "{lease: {duration: 40s}}";

  @TempDir Path folder;

  private final PortWitness port = new PortWitness();

  private OperatorUnderTest operator(RealControlPlane plane) {
    return OperatorUnderTest.start(plane.config(), InstantSource.system(), port);
  }

  @Test
  void shouldGoOnWhenTheApiServerIsKilledAndStartsAgain(RealControlPlane plane) {
    try (Trial trial = new Trial(plane, "api-killed", folder, FORTY_SECONDS);
        OperatorUnderTest operator = operator(plane)) {
      // Given
      trial.serve("a", "b", "c");

      // When
      plane.killApiServer();
      plane.restartApiServer();

      // Then
      trial.assertGrantsAgain();
      trial.assertServedThroughout();
      assertThat(operator.healthy()).isTrue();
    }
  }

  @Test
  void shouldGoOnWhenTheApiServerStoodStillForLongerThanARequestMayTake(RealControlPlane plane) {
    try (Trial trial = new Trial(plane, "api-frozen", folder, FORTY_SECONDS);
        OperatorUnderTest operator = operator(plane)) {
      // Given
      trial.serve("a", "b", "c");
      trial.story().pod("d");

      // When: frozen until a request of the operator's own has run into its time limit
      plane.freezeApiServer();
      long before = port.unavailable();
      Story.await("a request has no answer", () -> port.unavailable() > before);
      plane.resumeApiServer();

      // Then
      trial.assertGrantsAgain();
      Story.await("d is granted too", () -> trial.granted("d"));
      trial.assertServedThroughout();
      assertThat(operator.healthy()).isTrue();
    }
  }

  @Test
  void shouldGoOnWhenEtcdStoodStill(RealControlPlane plane) {
    try (Trial trial = new Trial(plane, "etcd-frozen", folder, FORTY_SECONDS);
        OperatorUnderTest operator = operator(plane)) {
      // Given
      trial.serve("a", "b", "c");
      trial.story().pod("d");

      // When
      plane.etcd().freeze();
      long before = port.unavailable();
      Story.await("a request has no answer", () -> port.unavailable() > before);
      plane.etcd().resume();

      // Then
      trial.assertGrantsAgain();
      Story.await("d is granted too", () -> trial.granted("d"));
      trial.assertServedThroughout();
      assertThat(operator.healthy()).isTrue();
    }
  }

  @Test
  void shouldGrantWhenTheWayToTheApiServerIsSlow(RealControlPlane plane) throws Exception {
    try (SlowLink link = new SlowLink(plane);
        Trial trial = new Trial(plane, "api-slow", folder, FORTY_SECONDS);
        var _ = OperatorUnderTest.start(link.config(), InstantSource.system(), port)) {
      // Given
      trial.serve("a", "b");

      // When
      link.delay(Duration.ofMillis(400));
      trial.serve("c", "d", "e", "f");

      // Then
      trial.assertGrantsAgain();
      trial.assertServedThroughout();
    }
  }

  @Test
  void shouldListAnewWhenItsWatchesAreCutAndWhatTheyMissedIsCompacted(RealControlPlane plane)
      throws Exception {
    try (SlowLink link = new SlowLink(plane);
        Trial trial =
            new Trial(
                plane,
                "compacted",
                folder,
                "{lease: {duration: 40s}, workerIds: {first: 0, last: 3}}");
        OperatorUnderTest operator =
            OperatorUnderTest.start(link.config(), InstantSource.system(), port)) {
      // Given
      trial.serve("a", "b");
      RunningPod gone = trial.story().awaitServing("a");
      int number = trial.story().holding("a").orElseThrow().getSpec().id();

      // When: cut off, it misses the end of a and the beginning of c
      link.cut();
      trial.leave("a");
      trial.story().delete("a");
      Story.await("a is gone", () -> trial.story().podNow("a").isEmpty());
      trial.story().pod("c");
      EtcdHistory.compact(plane.etcd());
      // An API server remembers the last changes itself; a new one has etcd only.
      plane.restartApiServer();
      link.mend();

      // Then: nobody heard the last word of a, so that its number rests until notAfter
      trial.assertGrantsAgain();
      Story.await("c is granted too", () -> trial.granted("c"));
      assertThat(trial.story().holdingUid(gone.uid())).isPresent();
      trial.assertServedThroughout();
      Story.await(
          "the window of a ends as lost",
          () -> trial.story().ended(number, gone.uid(), PastWindow.End.LOST));
      assertThat(operator.healthy()).isTrue();
    }
  }
}
