// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.inject;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

/** Requests and limits of the sidecar: docs/injection.md says how the defaults were measured. */
final class SidecarResources {
  private SidecarResources() {}

  /**
   * Returns what the generator says, or the defaults; quantity by quantity the pod's word first.
   */
  static ResourceRequirements of(
      ResourceRequirements generators, PodSpec pod, SidecarOverrides overrides) {
    ResourceRequirements base =
        generators != null
            ? generators
            : pod.getResources() != null ? new ResourceRequirements() : defaults();
    return new ResourceRequirementsBuilder(base)
        .withRequests(merged(base.getRequests(), overrides.requests()))
        .withLimits(merged(base.getLimits(), overrides.limits()))
        .build();
  }

  /** No CPU limit: a throttled sidecar would hold up its application. */
  private static ResourceRequirements defaults() {
    return new ResourceRequirementsBuilder()
        .addToRequests("cpu", new Quantity("10m"))
        .addToRequests("memory", new Quantity("64Mi"))
        .addToLimits("memory", new Quantity("128Mi"))
        .build();
  }

  private static Map<String, Quantity> merged(
      Map<String, Quantity> base, Map<String, Quantity> first) {
    Map<String, Quantity> all = new LinkedHashMap<>(base == null ? Map.of() : base);
    all.putAll(first);
    return all;
  }
}
