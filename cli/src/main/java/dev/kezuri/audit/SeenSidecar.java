// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.audit;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.lease.Resignation;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The container kezuri-sidecar of a pod, native sidecar or plain container.
 *
 * @param image what the pod's spec names
 * @param state what its status says of it now
 * @param reason why it waits, or what ended it; empty text if nothing is said
 * @param message more of that, for people
 * @param sinceMs when it began to run; 0 if it does not run
 * @param ends how it ended: now, and the time before
 */
public record SeenSidecar(
    String image, State state, String reason, String message, long sinceMs, List<End> ends) {
  /** How far it is. */
  public enum State {
    /** No status yet. */
    UNKNOWN,
    /** Not running, and to be started. */
    WAITING,
    /** Runs, and its startup probe has not succeeded. */
    STARTING,
    /** Has started, and says that it issues no IDs. */
    REFUSING,
    /** Issues IDs. */
    READY,
    /** Ended. */
    ENDED
  }

  /**
   * One end.
   *
   * @param atMs 0 if the status does not say when
   * @param lastWord the resignation in its message
   */
  public record End(int exitCode, long atMs, Optional<Resignation> lastWord) {}

  /** The exit code for a state folder that is not what the sidecar left behind. */
  private static final int STATE_LOST = 13;

  static Optional<SeenSidecar> of(Pod pod) {
    return containers(pod)
        .filter(SeenSidecar::isSidecar)
        .findFirst()
        .map(container -> of(container, status(pod)));
  }

  static Stream<Container> containers(Pod pod) {
    return Stream.concat(
        pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream());
  }

  static boolean isSidecar(Container container) {
    return MetadataKeys.SIDECAR_CONTAINER.equals(container.getName());
  }

  private static Optional<ContainerStatus> status(Pod pod) {
    return Optional.ofNullable(pod.getStatus()).stream()
        .flatMap(
            status ->
                Stream.concat(
                    status.getInitContainerStatuses().stream(),
                    status.getContainerStatuses().stream()))
        .filter(status -> MetadataKeys.SIDECAR_CONTAINER.equals(status.getName()))
        .findFirst();
  }

  private static SeenSidecar of(Container container, Optional<ContainerStatus> status) {
    ContainerState now = status.map(ContainerStatus::getState).orElseGet(ContainerState::new);
    String reason = "";
    String message = "";
    long sinceMs = 0;
    State state = status.isEmpty() ? State.UNKNOWN : State.WAITING;
    if (now.getTerminated() != null) {
      state = State.ENDED;
      reason = text(now.getTerminated().getReason());
    } else if (now.getRunning() != null) {
      state = running(status.get());
      sinceMs = ms(now.getRunning().getStartedAt());
    } else if (now.getWaiting() != null) {
      reason = text(now.getWaiting().getReason());
      message = text(now.getWaiting().getMessage());
    }
    List<End> ends =
        status.stream()
            .flatMap(one -> Stream.of(one.getState(), one.getLastState()))
            .filter(Objects::nonNull)
            .map(ContainerState::getTerminated)
            .filter(Objects::nonNull)
            .map(SeenSidecar::end)
            .toList();
    return new SeenSidecar(text(container.getImage()), state, reason, message, sinceMs, ends);
  }

  private static State running(ContainerStatus status) {
    if (!Boolean.TRUE.equals(status.getStarted())) {
      return State.STARTING;
    }
    return Boolean.TRUE.equals(status.getReady()) ? State.READY : State.REFUSING;
  }

  private static End end(ContainerStateTerminated ended) {
    return new End(
        Objects.requireNonNullElse(ended.getExitCode(), 0),
        ms(ended.getFinishedAt()),
        Optional.ofNullable(ended.getMessage()).flatMap(Resignation::parse));
  }

  static long ms(String time) {
    return time == null || time.isEmpty() ? 0 : Instant.parse(time).toEpochMilli();
  }

  private static String text(String written) {
    return Objects.requireNonNullElse(written, "");
  }

  /** Returns whether it found a state folder that is not what it left behind. */
  public boolean stateLost() {
    return ends.stream().anyMatch(end -> end.exitCode() == STATE_LOST);
  }
}
