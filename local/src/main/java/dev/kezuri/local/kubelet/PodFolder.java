// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

import dev.kezuri.api.MetadataKeys;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a pod has on disk: its volumes, the termination message and the sidecar's log. */
final class PodFolder {
  /** The address of every pod and of the node. */
  static final String HOST = "127.0.0.1";

  private static final int MESSAGE_BYTES = 4096;

  private final Path folder;
  private final Map<String, DownwardFolder> downward = new HashMap<>();

  PodFolder(Path root, Pod pod) {
    folder =
        root.resolve(
            "%s_%s_%s"
                .formatted(
                    pod.getMetadata().getNamespace(),
                    pod.getMetadata().getName(),
                    pod.getMetadata().getUid()));
  }

  /** Makes the volumes that are not there yet, and writes the downward API's files anew. */
  void refresh(Pod pod) throws IOException {
    Files.createDirectories(state());
    for (Volume volume : pod.getSpec().getVolumes()) {
      if (volume.getDownwardAPI() == null) {
        continue;
      }
      Map<String, String> files = new LinkedHashMap<>();
      for (DownwardAPIVolumeFile item : volume.getDownwardAPI().getItems()) {
        if (item.getFieldRef() != null) {
          files.put(item.getPath(), FieldPath.resolve(pod, item.getFieldRef().getFieldPath()));
        }
      }
      downward
          .computeIfAbsent(volume.getName(), name -> new DownwardFolder(volume(name)))
          .write(files);
    }
  }

  /** Returns the lease file: the first file of the lease volume. */
  Path lease(Pod pod, Container sidecar) {
    return pod.getSpec().getVolumes().stream()
        .filter(v -> v.getName().equals(MetadataKeys.VOLUME_LEASE) && v.getDownwardAPI() != null)
        .flatMap(v -> v.getDownwardAPI().getItems().stream())
        .findFirst()
        .map(item -> volume(MetadataKeys.VOLUME_LEASE).resolve(item.getPath()))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no volume %s; mounts are %s"
                        .formatted(
                            MetadataKeys.VOLUME_LEASE,
                            sidecar.getVolumeMounts().stream()
                                .map(VolumeMount::getName)
                                .toList())));
  }

  Path path() {
    return folder;
  }

  Path state() {
    return volume(MetadataKeys.VOLUME_STATE);
  }

  Path terminationMessage() {
    return folder.resolve("termination-message");
  }

  Path log() {
    return folder.resolve("sidecar.log");
  }

  /** Each process starts with an empty message file. */
  void clearMessage() throws IOException {
    Files.writeString(terminationMessage(), "", StandardCharsets.UTF_8);
  }

  /** Returns the message, cut to what a status can hold. */
  String readMessage() {
    try {
      byte[] bytes = Files.readAllBytes(terminationMessage());
      return new String(bytes, 0, Math.min(bytes.length, MESSAGE_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  void remove() {
    FileTrees.delete(folder);
  }

  private Path volume(String name) {
    return folder.resolve("volumes").resolve(name);
  }
}
