// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.inject;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.SidecarSpec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.List;

/** What the application's containers are told: where to get IDs, and the pod's worker ID. */
record ApplicationEnvironment(List<EnvVar> variables) {

  static ApplicationEnvironment of(SidecarSpec sidecar) {
    EnvVar workerId =
        Variables.ofField(
            MetadataKeys.ENV_WORKER_ID, Variables.annotation(MetadataKeys.ANNOTATION_WORKER_ID));
    EnvVar address = Variables.of(MetadataKeys.ENV_ADDRESS, "127.0.0.1:" + sidecar.port());
    return new ApplicationEnvironment(
        sidecar.enabled() ? List.of(address, workerId) : List.of(workerId));
  }

  /** Ahead of the container's own variables, so that those can refer to them as $(KEZURI_…). */
  void addTo(Container container, String path, Additions additions) {
    List<String> taken = container.getEnv().stream().map(EnvVar::getName).toList();
    List<EnvVar> missing =
        variables.stream().filter(variable -> !taken.contains(variable.getName())).toList();
    additions.insert(path + "/env", taken.isEmpty(), missing);
  }
}
