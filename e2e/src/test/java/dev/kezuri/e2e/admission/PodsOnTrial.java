// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.admission;

import static org.awaitility.Awaitility.await;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.e2e.cluster.SharedControlPlane;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;

/** Pods that an API server is asked to make on trial, in a namespace with one IdGenerator. */
record PodsOnTrial(KubernetesClient client, String namespace) {
  private static final Duration BOUND = Duration.ofSeconds(120);

  /** Makes the namespace and the generator, and waits until the policies know them. */
  static PodsOnTrial with(KubernetesClient client, String hint, String generator) {
    PodsOnTrial pods =
        new PodsOnTrial(client, SharedControlPlane.makeNamespace(client, hint).name());
    pods.makeGenerator(generator);
    return pods;
  }

  /** Makes one more generator, and waits until the policies know it. */
  void makeGenerator(String yaml) {
    IdGenerator generator = client.getKubernetesSerialization().unmarshal(yaml, IdGenerator.class);
    generator.getMetadata().setNamespace(namespace);
    client.resource(generator).create();
    Pod plain =
        new PodBuilder()
            .withNewMetadata()
            .withName("first")
            .withNamespace(namespace)
            .addToLabels(MetadataKeys.LABEL_GENERATOR, generator.getMetadata().getName())
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("app")
            .withImage("app:1")
            .endContainer()
            .endSpec()
            .build();
    // The API server sees a new policy, and a new IdGenerator, a moment after they are made.
    await().atMost(BOUND).ignoreExceptions().until(() -> !gates(create(plain)).isEmpty());
  }

  /** Reads a pod into this namespace. */
  Pod read(String yaml) {
    Pod pod = client.getKubernetesSerialization().unmarshal(yaml, Pod.class);
    pod.getMetadata().setNamespace(namespace);
    return pod;
  }

  /** Returns what would be stored. */
  Pod create(Pod pod) {
    return client.resource(pod).dryRun().create();
  }

  /** Returns what would be stored of a pod that no policy touches. */
  Pod createUntouched(Pod pod) {
    return create(unlabelled(pod));
  }

  /** Returns the pod without what differs between any two, and without the label. */
  String text(Pod pod) {
    boolean named = pod.getMetadata().getGenerateName() == null;
    return client
        .getKubernetesSerialization()
        .asYaml(
            new PodBuilder(unlabelled(pod))
                .editMetadata()
                .withName(named ? pod.getMetadata().getName() : null)
                .withUid(null)
                .withCreationTimestamp(null)
                .withManagedFields(List.of())
                .endMetadata()
                .withStatus(null)
                .build());
  }

  static List<String> gates(Pod pod) {
    return pod.getSpec().getSchedulingGates().stream().map(gate -> gate.getName()).toList();
  }

  private static Pod unlabelled(Pod pod) {
    return new PodBuilder(pod)
        .editMetadata()
        .removeFromLabels(MetadataKeys.LABEL_GENERATOR)
        .endMetadata()
        .build();
  }
}
