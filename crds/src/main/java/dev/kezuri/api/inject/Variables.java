// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.inject;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;

/** Variables, and the pod's fields that they read. */
final class Variables {
  private Variables() {}

  static EnvVar of(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
  }

  static EnvVar ofField(String name, String fieldPath) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef()
        .withFieldPath(fieldPath)
        .endFieldRef()
        .endValueFrom()
        .build();
  }

  /** Returns the field path of an annotation. */
  static String annotation(String key) {
    return "metadata.annotations['" + key + "']";
  }
}
