// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** Deletes as the API server does: finalizers are waited for, running pods get their grace. */
final class Deletions {
  private static final Set<String> OVER = Set.of("Succeeded", "Failed");

  private final ObjectStore store;
  private final CustomKinds kinds;
  private final Writes writes;

  Deletions(ObjectStore store, CustomKinds kinds, Writes writes) {
    this.store = store;
    this.kinds = kinds;
    this.writes = writes;
  }

  /**
   * Deletes one object, or begins to.
   *
   * @param options DeleteOptions, maybe empty
   * @return the object as it is now, or a Status if it is gone
   */
  ObjectNode delete(RequestPath path, ObjectNode options) {
    ObjectNode current = store.get(path.key()).orElseThrow(() -> ApiError.notFound(path));
    preconditions(path, current, options.path("preconditions"));
    boolean dryRun = path.dryRun() || options.path("dryRun").path(0).asText("").equals("All");
    if (dryRun) {
      return current;
    }
    long grace = grace(path, current, options);
    boolean free = current.path("metadata").path("finalizers").isEmpty();
    if (grace == 0 && free) {
      remove(path, current);
      return path.kind().equals(ResourceKind.PODS)
          ? current
          : StatusBody.deleted(path, Json.meta(current, "uid"));
    }
    long before = current.path("metadata").path("deletionGracePeriodSeconds").asLong(grace + 1);
    if (Json.terminating(current) && before <= grace) {
      return current;
    }
    ObjectNode marked = current.deepCopy();
    Json.metadata(marked).put("deletionTimestamp", writes.laterText(grace));
    Json.metadata(marked).put("deletionGracePeriodSeconds", grace);
    store.put(path.key(), marked);
    return marked;
  }

  /** Deletes all that {@code path} selects; returns how many. */
  int deleteAll(RequestPath path, ObjectNode options) {
    int deleted = 0;
    for (ObjectNode object : store.list(path.kind(), Selectors.of(path))) {
      delete(path.named(Json.meta(object, "namespace"), Json.meta(object, "name")), options);
      deleted++;
    }
    return deleted;
  }

  private static void preconditions(RequestPath path, ObjectNode current, JsonNode wanted) {
    for (String field : new String[] {"uid", "resourceVersion"}) {
      String value = wanted.path(field).asText("");
      String its = Json.meta(current, field);
      if (!value.isEmpty() && !value.equals(its)) {
        throw ApiError.conflict(
            path,
            "Precondition failed: %s in precondition: %s, in object meta: %s"
                .formatted(field, value, its));
      }
    }
  }

  private static long grace(RequestPath path, ObjectNode current, ObjectNode options) {
    boolean runs =
        path.kind().equals(ResourceKind.PODS)
            && current.path("spec").hasNonNull("nodeName")
            && !OVER.contains(current.path("status").path("phase").asText(""));
    if (!runs) {
      return 0;
    }
    if (!path.parameter("gracePeriodSeconds").isEmpty()) {
      return Long.parseLong(path.parameter("gracePeriodSeconds"));
    }
    long own =
        current.path("spec").path("terminationGracePeriodSeconds").asLong(PodDefaults.GRACE_S);
    return options.path("gracePeriodSeconds").asLong(own);
  }

  private void remove(RequestPath path, ObjectNode current) {
    if (path.kind().equals(ResourceKind.NAMESPACES)) {
      // The controller that does this on a cluster is not here.
      store.keysOfNamespace(path.name()).forEach(store::remove);
    } else if (path.kind().equals(ResourceKind.CRDS)) {
      kinds.forget(current);
    }
    store.remove(path.key());
  }
}
