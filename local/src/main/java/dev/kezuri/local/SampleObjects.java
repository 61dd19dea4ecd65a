// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;

/** What a person would apply: an IdGenerator and pods with its label. */
final class SampleObjects {
  static final String NAMESPACE = "default";
  static final String GENERATOR = "demo";

  /** Never started here; a real cluster would run it. */
  private static final String IMAGE = "registry.k8s.io/pause:3.10";

  private SampleObjects() {}

  static IdGenerator generator() {
    IdGenerator generator = new IdGenerator();
    generator.setMetadata(
        new ObjectMetaBuilder().withNamespace(NAMESPACE).withName(GENERATOR).build());
    generator.setSpec(IdGeneratorSpec.defaults());
    return generator;
  }

  static String podName(int n) {
    return GENERATOR + "-" + n;
  }

  /** Returns a Deployment of {@code replicas} pods whose application waits for its end. */
  static Deployment deployment(int replicas, String image) {
    Map<String, String> labels = Map.of(MetadataKeys.LABEL_GENERATOR, GENERATOR);
    return new DeploymentBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(GENERATOR)
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewSelector()
        .withMatchLabels(labels)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("app")
        .withImage(image)
        .withCommand("sh", "-c", "trap 'exit 0' TERM; sleep 2147483647 & wait")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  /** Returns pod number {@code n} as a person would write it. */
  static Pod pod(int n) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(podName(n))
        .addToLabels(MetadataKeys.LABEL_GENERATOR, GENERATOR)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("app")
        .withImage(IMAGE)
        .endContainer()
        .endSpec()
        .build();
  }
}
