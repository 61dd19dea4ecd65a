// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.inject;

import dev.kezuri.api.MetadataKeys;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.List;

/** The lease as a file, which the kubelet keeps up to date, and the state, on the node's disk. */
final class SidecarVolumes {
  private SidecarVolumes() {}

  static List<Volume> all() {
    Volume lease =
        new VolumeBuilder()
            .withName(MetadataKeys.VOLUME_LEASE)
            .withNewDownwardAPI()
            .addNewItem()
            .withPath("lease.json")
            .withNewFieldRef()
            .withFieldPath(Variables.annotation(MetadataKeys.ANNOTATION_LEASE))
            .endFieldRef()
            .endItem()
            .endDownwardAPI()
            .build();
    Volume state =
        new VolumeBuilder()
            .withName(MetadataKeys.VOLUME_STATE)
            .withEmptyDir(new EmptyDirVolumeSource())
            .build();
    return List.of(lease, state);
  }

  /** Whole folders: a file mounted by subPath would never be refreshed. */
  static List<VolumeMount> mounts() {
    return List.of(
        new VolumeMountBuilder()
            .withName(MetadataKeys.VOLUME_LEASE)
            .withMountPath("/kezuri/lease")
            .withReadOnly(true)
            .build(),
        new VolumeMountBuilder()
            .withName(MetadataKeys.VOLUME_STATE)
            .withMountPath("/kezuri/state")
            .build());
  }
}
