// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What one wants to see after a story has failed, while its pods are there: files in a folder. */
record Evidence(Place place) {
  /** Writes the failures, the objects of the story, the ledger, and the logs. */
  void collect(String namespace, List<String> failures) throws IOException {
    Path folder = Files.createDirectories(place.folder().resolve("failed").resolve(namespace));
    Files.writeString(folder.resolve("failures.txt"), String.join("\n", failures));
    for (String kind : List.of("Pod", "Event")) {
      write(folder, kind, objects("v1", kind, namespace));
    }
    write(folder, "IdGenerator", objects("kezuri.dev/v1alpha1", "IdGenerator", namespace));
    write(folder, "WorkerId", objects("kezuri.dev/v1alpha1", "WorkerId", ""));
    for (String where : List.of(namespace, Operators.NAMESPACE)) {
      for (Pod pod : place.client().pods().inNamespace(where).list().getItems()) {
        logs(folder, pod);
      }
    }
  }

  private List<GenericKubernetesResource> objects(String version, String kind, String namespace) {
    var all = place.client().genericKubernetesResources(version, kind);
    return (namespace.isEmpty() ? all : all.inNamespace(namespace)).list().getItems();
  }

  private static void write(Path folder, String kind, List<?> objects) throws IOException {
    Files.writeString(folder.resolve(kind + ".yaml"), Serialization.asYaml(objects));
  }

  private void logs(Path folder, Pod pod) throws IOException {
    List<String> containers =
        Stream.concat(
                pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
            .map(Container::getName)
            .toList();
    for (String container : containers) {
      String name = pod.getMetadata().getName();
      Files.writeString(folder.resolve(name + "." + container + ".log"), log(pod, container));
    }
  }

  private String log(Pod pod, String container) {
    try {
      return place
          .client()
          .pods()
          .inNamespace(pod.getMetadata().getNamespace())
          .withName(pod.getMetadata().getName())
          .inContainer(container)
          .getLog();
    } catch (KubernetesClientException e) {
      // It has not started, or its pod has gone meanwhile.
      return "no log: " + e.getMessage();
    }
  }
}
