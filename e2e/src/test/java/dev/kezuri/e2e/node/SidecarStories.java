// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.e2e.story.Story;
import dev.kezuri.id.IdLayout;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;

/** A sidecar that ends in a pod that lives on, and one that lives on from lease to lease. */
final class SidecarStories {
  private static final String POD = "a";

  private SidecarStories() {}

  /** It resigns; the operator raises the turn. */
  static void term(Room room) throws IOException {
    Pod pod = drawingPod(room, "{}");
    HeldWindow before = room.window(pod);

    Sidecars.signal(room.place(), "SIGTERM", Sidecars.status(pod));

    Story.await("the next turn", () -> room.window(pod).turn() == before.turn() + 1);
    assertGoesOn(room, pod, before);
  }

  /** It goes on by what is on its disk; nobody is asked. */
  static void killed(Room room) throws IOException {
    Pod pod = drawingPod(room, "{}");
    HeldWindow before = room.window(pod);

    Sidecars.signal(room.place(), "SIGKILL", Sidecars.status(pod));

    assertGoesOn(room, pod, before);
    assertThat(room.window(pod).turn()).as("turn").isEqualTo(before.turn());
  }

  static void outOfMemory(Room room) throws IOException {
    Pod pod = drawingPod(room, "{}");
    HeldWindow before = room.window(pod);

    try (var _ = Sidecars.exhaustMemory(room.client(), pod)) {
      Story.await("the sidecar is killed", () -> "OOMKilled".equals(lastReason(room)));
    }

    assertGoesOn(room, pod, before);
    assertThat(room.window(pod).turn()).as("turn").isEqualTo(before.turn());
  }

  private static String lastReason(Room room) {
    ContainerStatus now = Sidecars.status(room.podNow(POD).orElseThrow());
    return now.getLastState().getTerminated() == null
        ? ""
        : now.getLastState().getTerminated().getReason();
  }

  /**
   * In place: another process of the same container, the same number, the application untouched.
   */
  private static void assertGoesOn(Room room, Pod pod, HeldWindow before) {
    Story.await(
        "the sidecar was started again",
        () -> Sidecars.restarts(room.podNow(POD).orElseThrow()) == Sidecars.restarts(pod) + 1);
    room.awaitDraw(pod);
    Pod now = room.podNow(POD).orElseThrow();
    assertThat(now.getMetadata().getUid()).isEqualTo(pod.getMetadata().getUid());
    assertThat(Sidecars.applicationRestarts(now)).as("restarts of the application").isZero();
    assertThat(room.window(pod).notBefore()).as("the same window").isEqualTo(before.notBefore());
  }

  /** Until an ID is later than the lease that the pod got when it started. */
  static void renewal(Room room) throws IOException {
    Pod pod = drawingPod(room, "{lease: {duration: 10s}}");
    long endMs = room.window(pod).window().notAfterMs();

    Story.await(
        "an ID of after the end of the first lease",
        () ->
            room.lastAnswer(pod).orElseThrow().ids().stream()
                .anyMatch(id -> IdLayout.DEFAULT.decode(id).timestampMs() > endMs));

    assertThat(Sidecars.restarts(room.podNow(POD).orElseThrow())).as("restarts").isZero();
    room.assertNeverRefused();
  }

  /** In the turn that it has got since it has started. */
  private static Pod drawingPod(Room room, String generator) throws IOException {
    room.generator(generator);
    room.apply(room.pod(POD));
    Pod pod = room.awaitDrawing(POD, 1).getFirst();
    Story.await("its sidecar is in turn 1", () -> Sidecars.turn(room.place(), pod) == 1);
    return pod;
  }
}
