// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.why;

import dev.kezuri.api.MetadataKeys;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a sidecar has to have to be safe. The policies ask for it when a pod is made; one that was
 * made before them, or without them, was never asked.
 */
public final class PodNeeds {
  private PodNeeds() {}

  /** Returns what the pod's sidecar lacks; empty if nothing, or if it has none. */
  public static Optional<String> lacking(Pod pod) {
    return Stream.concat(
            pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
        .filter(one -> MetadataKeys.SIDECAR_CONTAINER.equals(one.getName()))
        .findFirst()
        .flatMap(sidecar -> lacking(pod, sidecar));
  }

  private static Optional<String> lacking(Pod pod, Container sidecar) {
    if (!asksWhetherItStarted(sidecar)) {
      return Optional.of("a startupProbe that asks /startupz");
    }
    List<String> leases =
        pod.getSpec().getVolumes().stream().filter(PodNeeds::isLease).map(Volume::getName).toList();
    List<String> mounts = sidecar.getVolumeMounts().stream().map(VolumeMount::getName).toList();
    if (mounts.stream().noneMatch(leases::contains)) {
      return Optional.of("a mount of the volume with its lease");
    }
    boolean onDisk =
        pod.getSpec().getVolumes().stream()
            .filter(volume -> mounts.contains(volume.getName()))
            .map(Volume::getEmptyDir)
            .anyMatch(folder -> folder != null && !"Memory".equals(folder.getMedium()));
    return onDisk ? Optional.empty() : Optional.of("an emptyDir on disk for its state");
  }

  private static boolean asksWhetherItStarted(Container sidecar) {
    return sidecar.getStartupProbe() != null
        && sidecar.getStartupProbe().getHttpGet() != null
        && "/startupz".equals(sidecar.getStartupProbe().getHttpGet().getPath());
  }

  private static boolean isLease(Volume volume) {
    return volume.getDownwardAPI() != null
        && volume.getDownwardAPI().getItems().stream().anyMatch(PodNeeds::isLease);
  }

  private static boolean isLease(DownwardAPIVolumeFile item) {
    return item.getFieldRef() != null
        && String.valueOf(item.getFieldRef().getFieldPath())
            .contains(MetadataKeys.ANNOTATION_LEASE);
  }
}
