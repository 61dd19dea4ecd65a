// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fields of a pod that the downward API gives to its containers. */
final class FieldPath {
  private static final Pattern KEYED =
      Pattern.compile("metadata\\.(annotations|labels)\\['([^']+)'\\]");

  private FieldPath() {}

  /**
   * Returns the field's text, empty where the pod has none.
   *
   * @throws IllegalArgumentException if the downward API has no such field
   */
  static String resolve(Pod pod, String path) {
    ObjectMeta meta = pod.getMetadata();
    Matcher keyed = KEYED.matcher(path);
    if (keyed.matches()) {
      Map<String, String> map =
          keyed.group(1).equals("labels") ? meta.getLabels() : meta.getAnnotations();
      return map == null ? "" : map.getOrDefault(keyed.group(2), "");
    }
    return switch (path) {
      case "metadata.name" -> meta.getName();
      case "metadata.namespace" -> meta.getNamespace();
      case "metadata.uid" -> meta.getUid();
      case "spec.nodeName" -> pod.getSpec().getNodeName();
      case "status.podIP", "status.hostIP", "status.podIPs", "status.hostIPs" -> PodFolder.HOST;
      default -> throw new IllegalArgumentException("no such field of the downward API: " + path);
    };
  }
}
