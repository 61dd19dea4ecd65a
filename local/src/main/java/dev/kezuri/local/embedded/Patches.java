// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import java.util.Map;

/** Applies a patch of any of the types that are spoken here. */
final class Patches {
  static final String JSON = "application/json-patch+json";
  static final String MERGE = "application/merge-patch+json";
  static final String APPLY = "application/apply-patch+yaml";

  private Patches() {}

  /** Returns {@code object}, which stays as it is, with {@code patch} applied. */
  static ObjectNode apply(String type, String patch, ObjectNode object) {
    return switch (type) {
      case JSON -> json(patch, object);
      // Without managed fields an applied configuration only adds and overwrites.
      case MERGE, APPLY -> (ObjectNode) merge(object.deepCopy(), Json.readObject(patch));
      default -> throw ApiError.unsupported("patches of type " + type + " are not spoken here");
    };
  }

  private static ObjectNode json(String patch, ObjectNode object) {
    JsonNode steps = Json.read(patch);
    if (!steps.isArray()) {
      throw ApiError.badRequest("a JSON Patch is a list");
    }
    try {
      if (JsonPatch.apply(steps, object.deepCopy()) instanceof ObjectNode patched) {
        return patched;
      }
      throw ApiError.unprocessable("the patch leaves no object");
    } catch (ApiError e) {
      throw e;
    } catch (RuntimeException e) {
      // A test that failed, or a path that is not there.
      throw ApiError.unprocessable(
          "the server rejected our request due to an error in our request: " + e.getMessage());
    }
  }

  private static JsonNode merge(JsonNode target, JsonNode patch) {
    if (!(patch instanceof ObjectNode changes)) {
      return patch.deepCopy();
    }
    ObjectNode result = target instanceof ObjectNode object ? object : Json.object();
    for (Map.Entry<String, JsonNode> change : changes.properties()) {
      if (change.getValue().isNull()) {
        result.remove(change.getKey());
      } else {
        JsonNode before = result.path(change.getKey());
        result.set(change.getKey(), merge(before, change.getValue()));
      }
    }
    return result;
  }
}
