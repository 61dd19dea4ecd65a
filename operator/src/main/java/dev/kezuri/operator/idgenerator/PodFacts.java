// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.LeaseCodec;
import dev.kezuri.lease.LeaseFormatException;
import dev.kezuri.lease.Resignation;
import dev.kezuri.operator.plan.ObservedPod;
import dev.kezuri.operator.plan.ObservedPod.Phase;
import dev.kezuri.operator.plan.SidecarState;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** A pod's object as facts for the plan. */
final class PodFacts {
  private PodFacts() {}

  static ObservedPod of(Pod pod) {
    var metadata = pod.getMetadata();
    List<String> gates =
        pod.getSpec().getSchedulingGates().stream().map(PodSchedulingGate::getName).toList();
    int gate = gates.indexOf(MetadataKeys.GATE);
    Set<String> others = new HashSet<>(gates);
    others.remove(MetadataKeys.GATE);
    Map<String, String> annotations = metadata.getAnnotations();
    return new ObservedPod(
        metadata.getUid(),
        metadata.getName(),
        metadata.getResourceVersion(),
        createdMs(pod),
        gate < 0 ? OptionalInt.empty() : OptionalInt.of(gate),
        others,
        Objects.requireNonNullElse(pod.getSpec().getNodeName(), ""),
        phase(pod),
        sidecar(pod),
        annotations != null && !annotations.isEmpty(),
        lease(annotations),
        text(annotations, MetadataKeys.ANNOTATION_WORKER_ID),
        resignations(pod));
  }

  /** Returns whether the pod is meant to go on: the one fact that is asked for of all pods. */
  static boolean lives(Pod pod) {
    Phase phase = phase(pod);
    return phase == Phase.PENDING || phase == Phase.RUNNING;
  }

  static long createdMs(Pod pod) {
    String created = pod.getMetadata().getCreationTimestamp();
    return created == null ? 0 : Instant.parse(created).toEpochMilli();
  }

  static boolean terminal(Pod pod) {
    String phase = phaseText(pod);
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  private static String phaseText(Pod pod) {
    return pod.getStatus() == null || pod.getStatus().getPhase() == null
        ? ""
        : pod.getStatus().getPhase();
  }

  private static Phase phase(Pod pod) {
    if (terminal(pod)) {
      return Phase.TERMINAL;
    }
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      return Phase.TERMINATING;
    }
    return phaseText(pod).equals("Running") ? Phase.RUNNING : Phase.PENDING;
  }

  /** Returns the annotation as it is, readable or not. */
  static Optional<String> leaseText(Pod pod) {
    return text(pod.getMetadata().getAnnotations(), MetadataKeys.ANNOTATION_LEASE);
  }

  private static Optional<Lease> lease(Map<String, String> annotations) {
    Optional<String> text = text(annotations, MetadataKeys.ANNOTATION_LEASE);
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(LeaseCodec.read(text.get()));
    } catch (LeaseFormatException e) {
      // Nobody but the operator may write it: what cannot be read is written again.
      return Optional.empty();
    }
  }

  private static Optional<String> text(Map<String, String> annotations, String key) {
    return Optional.ofNullable(annotations).map(all -> all.get(key));
  }

  private static SidecarState sidecar(Pod pod) {
    if (!hasSidecar(pod)) {
      return SidecarState.NONE;
    }
    Optional<ContainerStatus> status = sidecarStatus(pod);
    ContainerState state = status.map(ContainerStatus::getState).orElse(null);
    if (state == null) {
      return SidecarState.WAITING;
    }
    if (state.getTerminated() != null) {
      return SidecarState.ENDED;
    }
    if (state.getRunning() == null) {
      return SidecarState.WAITING;
    }
    return Boolean.TRUE.equals(status.get().getStarted())
        ? SidecarState.STARTED
        : SidecarState.STARTING;
  }

  private static boolean hasSidecar(Pod pod) {
    return Stream.concat(
            pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
        .map(Container::getName)
        .anyMatch(MetadataKeys.SIDECAR_CONTAINER::equals);
  }

  /** Returns the sidecar's status, native sidecar or plain container. */
  static Optional<ContainerStatus> sidecarStatus(Pod pod) {
    if (pod.getStatus() == null) {
      return Optional.empty();
    }
    return Stream.concat(
            pod.getStatus().getInitContainerStatuses().stream(),
            pod.getStatus().getContainerStatuses().stream())
        .filter(status -> MetadataKeys.SIDECAR_CONTAINER.equals(status.getName()))
        .findFirst();
  }

  /** Returns how the sidecar ended: now, and the time before. */
  static List<ContainerStateTerminated> sidecarEnds(Pod pod) {
    return sidecarStatus(pod).stream()
        .flatMap(status -> Stream.of(status.getState(), status.getLastState()))
        .filter(Objects::nonNull)
        .map(ContainerState::getTerminated)
        .filter(Objects::nonNull)
        .toList();
  }

  static List<Resignation> resignations(Pod pod) {
    return sidecarEnds(pod).stream()
        .map(ContainerStateTerminated::getMessage)
        .filter(Objects::nonNull)
        .flatMap(message -> Resignation.parse(message).stream())
        .distinct()
        .toList();
  }
}
