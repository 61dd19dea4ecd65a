// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.upgrade;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.audit.SeenPod;
import dev.kezuri.audit.SeenSidecar;
import dev.kezuri.lease.Lease;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A labelled pod, with what changing its sidecar's image depends on.
 *
 * @param index of the sidecar among the init containers; -1 if it is none of them
 * @param injected whether the sidecar is as the injection writes it
 * @param asked the image that the pod's own annotation asks for
 * @param restarts how often the sidecar was started again
 * @param unseen whether the kubelet has not told yet of the pod's present spec
 */
public record Candidate(
    SeenPod pod,
    int index,
    boolean injected,
    Optional<String> asked,
    int restarts,
    boolean unseen) {
  /** Reads a pod. */
  public static Candidate of(Pod pod) {
    List<Container> init = pod.getSpec().getInitContainers();
    int index = -1;
    for (int i = 0; i < init.size(); i++) {
      index = MetadataKeys.SIDECAR_CONTAINER.equals(init.get(i).getName()) ? i : index;
    }
    Map<String, String> annotations =
        Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
    return new Candidate(
        SeenPod.of(pod),
        index,
        index >= 0 && isInjected(init.get(index)),
        Optional.ofNullable(annotations.get(MetadataKeys.ANNOTATION_SIDECAR_IMAGE))
            .filter(image -> !image.isEmpty()),
        restarts(pod),
        isUnseen(pod));
  }

  /** A sidecar by hand has these only if its author copied them from the injection. */
  private static boolean isInjected(Container sidecar) {
    List<String> mounts = sidecar.getVolumeMounts().stream().map(VolumeMount::getName).toList();
    return "Always".equals(sidecar.getRestartPolicy())
        && mounts.containsAll(List.of(MetadataKeys.VOLUME_LEASE, MetadataKeys.VOLUME_STATE))
        && sidecar.getPorts().stream()
            .map(ContainerPort::getName)
            .anyMatch(MetadataKeys.PORT_ADMIN::equals);
  }

  private static int restarts(Pod pod) {
    return Optional.ofNullable(pod.getStatus()).map(PodStatus::getInitContainerStatuses).stream()
        .flatMap(List::stream)
        .filter(status -> MetadataKeys.SIDECAR_CONTAINER.equals(status.getName()))
        .map(ContainerStatus::getRestartCount)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(0);
  }

  private static boolean isUnseen(Pod pod) {
    Long wanted = pod.getMetadata().getGeneration();
    Long seen = pod.getStatus() == null ? null : pod.getStatus().getObservedGeneration();
    return wanted != null && seen != null && seen < wanted;
  }

  /** Returns the image that the spec names; empty text if there is no sidecar. */
  public String image() {
    return pod.sidecar().map(SeenSidecar::image).orElse("");
  }

  /** Returns the generator of the pod's label, {@code <namespace>/<name>}. */
  public String generator() {
    return pod.ledgerName().orElse("");
  }

  /** Returns whether the sidecar issues IDs, by what the kubelet says. */
  public boolean ready() {
    return state() == SeenSidecar.State.READY;
  }

  /** Returns whether there is a process that an upgrade ends, and so a turn that it closes. */
  boolean runs() {
    return ready()
        || state() == SeenSidecar.State.REFUSING
        || state() == SeenSidecar.State.STARTING;
  }

  private SeenSidecar.State state() {
    return pod.sidecar().map(SeenSidecar::state).orElse(SeenSidecar.State.UNKNOWN);
  }

  /** Returns the turn that the operator has announced; -1 if none. */
  public int turn() {
    return pod.lease().map(Lease::turn).orElse(-1);
  }
}
