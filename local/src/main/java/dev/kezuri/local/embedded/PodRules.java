// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What may be changed in a pod that exists: images, and gates may go but not come. */
final class PodRules implements WriteRules {
  @Override
  public List<String> broken(JsonNode before, JsonNode after) {
    if (before == null) {
      boolean gated = !after.path("spec").path("schedulingGates").isEmpty();
      return gated && after.path("spec").hasNonNull("nodeName")
          ? List.of("spec.nodeName: Forbidden: cannot be set until all schedulingGates are cleared")
          : List.of();
    }
    JsonNode old = before.path("spec");
    JsonNode now = after.path("spec");
    if (!fixedPart(old).equals(fixedPart(now))) {
      return List.of(
          "spec: Forbidden: pod updates may not change fields other than images, gates lifted,"
              + " activeDeadlineSeconds and tolerations");
    }
    List<JsonNode> gates = new ArrayList<>();
    old.path("schedulingGates").forEach(gates::add);
    for (JsonNode gate : now.path("schedulingGates")) {
      if (!gates.contains(gate)) {
        return List.of("spec.schedulingGates: Forbidden: only deletion is allowed");
      }
    }
    return List.of();
  }

  private static JsonNode fixedPart(JsonNode spec) {
    ObjectNode fixed = spec.deepCopy();
    fixed.remove(List.of("schedulingGates", "activeDeadlineSeconds", "tolerations"));
    for (String list : new String[] {"containers", "initContainers"}) {
      fixed.path(list).forEach(container -> ((ObjectNode) container).remove("image"));
    }
    return fixed;
  }
}
