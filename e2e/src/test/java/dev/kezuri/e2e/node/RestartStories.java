// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.e2e.story.Story;
import dev.kezuri.local.node.Daemon;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.List;

/** What a node and a control plane consist of is killed and comes back, under pods that draw. */
final class RestartStories {
  private static final String NAME = "shop";

  private RestartStories() {}

  static void kubelet(Room room) throws IOException {
    killed(room, Daemon.KUBELET);
  }

  static void containerd(Room room) throws IOException {
    killed(room, Daemon.CONTAINERD);
  }

  static void apiServer(Room room) throws IOException {
    killed(room, Daemon.KUBE_APISERVER);
  }

  private static void killed(Room room, Daemon daemon) throws IOException {
    List<Pod> pods = drawingPods(room);

    room.place().node().kill(daemon);
    pods.forEach(room::awaitDraw);
    room.place().node().start(daemon);

    assertWorksAgain(room, pods);
  }

  /** Both replicas at once. */
  static void operator(Room room) throws IOException {
    List<Pod> pods = drawingPods(room);

    for (Pod replica : operators(room)) {
      ContainerStatus container = replica.getStatus().getContainerStatuses().getFirst();
      Sidecars.signal(room.place(), "SIGKILL", container);
    }
    Story.await(
        "both are started again",
        () -> operators(room).stream().allMatch(p -> Sidecars.applicationRestarts(p) > 0));

    assertWorksAgain(room, pods);
  }

  private static List<Pod> operators(Room room) {
    return Operators.pods(room.client());
  }

  private static List<Pod> drawingPods(Room room) throws IOException {
    room.generator("{lease: {duration: 60s}}");
    room.apply(room.workload("Deployment", NAME, "replicas: 2"));
    return room.awaitDrawing(NAME, 2);
  }

  /** A new pod goes all the way; those that were there noticed nothing. */
  private static void assertWorksAgain(Room room, List<Pod> before) throws IOException {
    Story.await("a Deployment can be scaled", () -> room.scale(NAME, 3) == 3);
    List<Pod> after = room.awaitDrawing(NAME, 3);

    assertThat(after)
        .extracting(pod -> pod.getMetadata().getUid())
        .as("pods")
        .containsAll(before.stream().map(pod -> pod.getMetadata().getUid()).toList());
    assertThat(after).extracting(Sidecars::restarts).as("restarts of sidecars").containsOnly(0);
    assertThat(after)
        .extracting(Sidecars::applicationRestarts)
        .as("restarts of the application")
        .containsOnly(0);
    room.assertNeverRefused();
  }
}
