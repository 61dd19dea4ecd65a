// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import dev.kezuri.api.MetadataKeys;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;

/** A pod as people write it, with the label and without anything else of Kezuri. */
public final class LabelledPod {
  private LabelledPod() {}

  static Pod of(String namespace, String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .addToLabels(MetadataKeys.LABEL_GENERATOR, Story.GENERATOR)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("app")
        .withImage("app:1")
        .endContainer()
        .endSpec()
        .build();
  }

  /** With a sidecar of its own image. */
  public static Pod of(String namespace, String name, String image) {
    return new PodBuilder(of(namespace, name))
        .editMetadata()
        .addToAnnotations(MetadataKeys.ANNOTATION_SIDECAR_IMAGE, image)
        .endMetadata()
        .build();
  }
}
