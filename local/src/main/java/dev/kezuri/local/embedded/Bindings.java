// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Gives a pod its node, as the scheduler asks for it. */
final class Bindings {
  private final ObjectStore store;
  private final Writes writes;

  Bindings(ObjectStore store, Writes writes) {
    this.store = store;
    this.writes = writes;
  }

  /** Binds the pod of {@code path}; its annotations and labels are merged into the pod's. */
  ObjectNode bind(RequestPath path, ObjectNode binding) {
    ObjectNode pod = store.get(path.key()).orElseThrow(() -> ApiError.notFound(path)).deepCopy();
    if (Json.terminating(pod)) {
      throw ApiError.conflict(path, "pod is being deleted, cannot be assigned to a host");
    }
    if (pod.path("spec").hasNonNull("nodeName")) {
      throw ApiError.conflict(path, "pod is already assigned to a node");
    }
    if (!pod.path("spec").path("schedulingGates").isEmpty()) {
      throw ApiError.conflict(path, "pod has non-empty .spec.schedulingGates");
    }
    String uid = Json.meta(binding, "uid");
    if (!uid.isEmpty() && !uid.equals(Json.meta(pod, "uid"))) {
      throw ApiError.conflict(path, "Precondition failed: UID in precondition: " + uid);
    }
    pod.withObjectProperty("spec").put("nodeName", binding.path("target").path("name").asText());
    for (String field : new String[] {"annotations", "labels"}) {
      if (binding.path("metadata").path(field) instanceof ObjectNode more) {
        Json.metadata(pod).withObjectProperty(field).setAll(more.deepCopy());
      }
    }
    ObjectNode condition = Json.object();
    condition.put("type", "PodScheduled").put("status", "True");
    condition.put("lastTransitionTime", writes.nowText());
    pod.withObjectProperty("status").putArray("conditions").add(condition);
    if (!path.dryRun()) {
      store.put(path.key(), pod);
    }
    ObjectNode status = Json.object();
    status.put("kind", "Status").put("apiVersion", "v1").put("status", "Success").put("code", 201);
    return status;
  }
}
