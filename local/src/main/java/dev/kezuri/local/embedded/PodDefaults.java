// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the API server adds to a new pod, as far as anyone here reads it. */
final class PodDefaults {
  static final int GRACE_S = 30;

  private PodDefaults() {}

  static void complete(ObjectNode pod) {
    ObjectNode spec = pod.withObjectProperty("spec");
    if (!spec.has("restartPolicy")) {
      spec.put("restartPolicy", "Always");
    }
    if (!spec.has("terminationGracePeriodSeconds")) {
      spec.put("terminationGracePeriodSeconds", GRACE_S);
    }
    ObjectNode status = pod.putObject("status");
    status.put("phase", "Pending");
    if (!spec.path("schedulingGates").isEmpty()) {
      ObjectNode condition = status.putArray("conditions").addObject();
      condition.put("type", "PodScheduled").put("status", "False");
      condition.put("reason", "SchedulingGated");
      condition.put("message", "Scheduling is blocked due to non-empty scheduling gates");
    }
  }
}
