// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All that {@code kubectl apply -k deploy} applies, from the very files. */
final class Shipped {
  private static final Path DEPLOY = Path.of("..", "deploy");

  private Shipped() {}

  /** Applies every object, in the order of the files. */
  static List<HasMetadata> apply(KubernetesClient client) {
    List<HasMetadata> applied = new ArrayList<>();
    try {
      for (Path file : files(DEPLOY)) {
        try (InputStream yaml = Files.newInputStream(file)) {
          for (HasMetadata object : client.load(yaml).items()) {
            applied.add(client.resource(object).createOr(NonDeletingOperation::update));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return applied;
  }

  private static List<Path> files(Path folder) throws IOException {
    Map<?, ?> kustomization =
        Serialization.unmarshal(Files.readString(folder.resolve("kustomization.yaml")), Map.class);
    List<Path> files = new ArrayList<>();
    for (Object resource : (List<?>) kustomization.get("resources")) {
      Path path = folder.resolve(resource.toString()).normalize();
      if (Files.isDirectory(path)) {
        files.addAll(files(path));
      } else {
        files.add(path);
      }
    }
    return files;
  }
}
