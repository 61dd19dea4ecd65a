// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a node has beside its defaults.
 *
 * @param kubelet more lines of the KubeletConfiguration
 * @param images tarballs of images that it has from the beginning
 * @param logs where its logs are copied at the end
 */
public record NodeOptions(String kubelet, List<Path> images, Optional<Path> logs) {
  /** Copies the list. */
  public NodeOptions {
    images = List.copyOf(images);
  }

  /** Nothing more. */
  public static NodeOptions defaults() {
    return new NodeOptions("", List.of(), Optional.empty());
  }

  /** These with more lines of the KubeletConfiguration. */
  public NodeOptions withKubelet(String lines) {
    return new NodeOptions(lines, images, logs);
  }

  /** These with {@code tarballs} imported. */
  public NodeOptions withImages(List<Path> tarballs) {
    return new NodeOptions(kubelet, tarballs, logs);
  }

  /** These with the logs copied to {@code folder}. */
  public NodeOptions withLogs(Path folder) {
    return new NodeOptions(kubelet, images, Optional.of(folder));
  }

  /** Returns the environment of {@code up.sh} and {@code down.sh}. */
  Map<String, String> environment(long owner, List<Path> programs) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("KEZURI_OWNER", Long.toString(owner));
    environment.put(
        "KEZURI_BIN",
        programs.stream()
            .map(program -> program.getParent().toString())
            .distinct()
            .collect(Collectors.joining(":")));
    environment.put("KEZURI_KUBELET", kubelet);
    environment.put(
        "KEZURI_IMAGES", images.stream().map(Path::toString).collect(Collectors.joining("\n")));
    logs.ifPresent(folder -> environment.put("KEZURI_LOGS", folder.toString()));
    return environment;
  }
}
