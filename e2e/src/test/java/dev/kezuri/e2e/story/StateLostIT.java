// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.local.TextClient;
import dev.kezuri.local.controlplane.RealControlPlane;
import dev.kezuri.local.kubelet.RunningPod;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A node that comes back with an empty disk. */
@ExtendWith(SharedControlPlane.class)
class StateLostIT {
  private static final int STATE_LOST = 13;

  @TempDir Path folder;

  @Test
  void shouldGoOnWhenTheStateIsLostBeforeTheFirstTurnIsOver(RealControlPlane plane)
      throws Exception {
    try (Story story = new Story(plane, "lost-early", folder)) {
      // Given
      try (var _ = OperatorUnderTest.start(plane.config())) {
        story.generator("{}");
        story.kubelet().pause();
        story.pod("a");
        Story.await("a is granted", () -> story.holding("a").isPresent());
        Story.await(
            "the gate of a is lifted",
            () -> story.podNow("a").orElseThrow().getSpec().getSchedulingGates().isEmpty());
      }
      story.kubelet().resume();
      story.draw(story.awaitServing("a", 0), 1000);

      // When
      reimage(story, "a");

      // Then
      story.draw(story.awaitServing("a", 0), 1000);
    }
  }

  @Test
  void shouldRefuseForGoodWhenTheStateIsLostLater(RealControlPlane plane) throws Exception {
    try (Story story = new Story(plane, "lost-late", folder);
        var _ = OperatorUnderTest.start(plane.config())) {
      // Given
      story.generator("{lease: {duration: 10s}}");
      story.pod("a");
      story.draw(story.awaitServing("a"), 1000);

      // When
      reimage(story, "a");

      // Then
      Story.await(
          "the sidecar ended once, for its state is lost",
          () -> lastExit(story.podNow("a").orElseThrow()) == STATE_LOST);
      RunningPod a = story.kubelet().pod(story.namespace(), "a").orElseThrow();
      // It answers before it has read its files, so its first refusal may be another
      Story.await(
          "it runs again, and says why it refuses",
          () -> a.pid().isPresent() && refusal(story, a).matches(".*SERVER_ERROR.*state.*"));

      // And the remedy: delete the pod
      story.delete("a");
      Story.await("a is gone", () -> story.podNow("a").isEmpty());
      story.pod("b");
      story.draw(story.awaitServing("b"), 1000);
    }
  }

  private static void reimage(Story story, String name) {
    RunningPod pod = story.kubelet().pod(story.namespace(), name).orElseThrow();
    story.kubelet().pause();
    pod.kill();
    Story.await("the sidecar has ended", () -> pod.pid().isEmpty());
    pod.emptyState();
    story.kubelet().resume();
  }

  private static String refusal(Story story, RunningPod pod) throws Exception {
    try {
      story.draw(pod, 1);
      return "";
    } catch (TextClient.RefusedException e) {
      return e.getMessage();
    }
  }

  private static int lastExit(Pod pod) {
    ContainerStatus sidecar = pod.getStatus().getInitContainerStatuses().getFirst();
    assertThat(sidecar.getLastState().getTerminated()).isNotNull();
    return sidecar.getLastState().getTerminated().getExitCode();
  }
}
