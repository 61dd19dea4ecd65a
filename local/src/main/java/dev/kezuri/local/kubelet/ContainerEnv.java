// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The environment of a sidecar's process: the container's, with this host's ports and paths. */
final class ContainerEnv {
  /** What a process needs of the host; nothing else of it reaches the sidecar. */
  private static final List<String> HOST = List.of("PATH", "HOME", "LANG", "TMPDIR", "JAVA_HOME");

  private ContainerEnv() {}

  /**
   * Returns all variables.
   *
   * @throws IllegalArgumentException if a variable comes from where this kubelet cannot read
   */
  static Map<String, String> of(
      Pod pod, Container sidecar, PodFolder folder, PortAllocator.Ports ports) {
    Map<String, String> env = new TreeMap<>();
    for (String name : HOST) {
      String value = System.getenv(name);
      if (value != null) {
        env.put(name, value);
      }
    }
    for (EnvVar variable : sidecar.getEnv()) {
      env.put(variable.getName(), value(pod, variable));
    }
    env.put("KEZURI_LISTEN", PodFolder.HOST + ":" + ports.ids());
    env.put("KEZURI_ADMIN_LISTEN", PodFolder.HOST + ":" + ports.admin());
    env.put("KEZURI_LEASE", folder.lease(pod, sidecar).toString());
    env.put("KEZURI_STATE_DIR", folder.state().toString());
    env.put("KEZURI_TERMINATION_MESSAGE", folder.terminationMessage().toString());
    return env;
  }

  private static String value(Pod pod, EnvVar variable) {
    EnvVarSource source = variable.getValueFrom();
    if (source == null) {
      return variable.getValue() == null ? "" : variable.getValue();
    }
    if (source.getFieldRef() == null) {
      throw new IllegalArgumentException(
          "only values and fieldRefs are known here: " + variable.getName());
    }
    return FieldPath.resolve(pod, source.getFieldRef().getFieldPath());
  }
}
