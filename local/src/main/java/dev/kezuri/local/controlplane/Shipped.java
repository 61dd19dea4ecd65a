// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
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
public final class Shipped {
  private Shipped() {}

  /**
   * Applies every object, in the order of the files.
   *
   * @param deploy the folder {@code deploy} of the sources
   * @throws UncheckedIOException if a file cannot be read
   */
  public static List<HasMetadata> apply(KubernetesClient client, Path deploy) {
    List<HasMetadata> applied = new ArrayList<>();
    try {
      for (Path file : files(deploy)) {
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

  /**
   * Returns whether kinds and policies have taken effect, which they do a moment after they were
   * applied: a pod in {@code namespace} that names no IdGenerator is refused, saying so.
   */
  public static boolean inForce(KubernetesClient client, String namespace) {
    return kindsServed(client) && refused(client, lost(namespace));
  }

  /** Returns whether the API server serves both kinds. */
  public static boolean kindsServed(KubernetesClient client) {
    try {
      client.resources(IdGenerator.class).inAnyNamespace().list();
      client.resources(WorkerId.class).list();
      return true;
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  private static boolean refused(KubernetesClient client, Pod pod) {
    try {
      client.resource(pod).dryRun().create();
      return false;
    } catch (KubernetesClientException e) {
      return generatorNotSeen(e);
    }
  }

  /**
   * Returns whether a pod was refused because the policies know of no IdGenerator of its label's
   * name; one that was just made is known a moment later.
   */
  public static boolean generatorNotSeen(KubernetesClientException refusal) {
    return String.valueOf(refusal.getMessage()).contains("no IdGenerator named");
  }

  private static Pod lost(String namespace) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("lost")
        .withNamespace(namespace)
        .addToLabels(MetadataKeys.LABEL_GENERATOR, "nosuch")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("app")
        .withImage("app:1")
        .endContainer()
        .endSpec()
        .build();
  }
}
