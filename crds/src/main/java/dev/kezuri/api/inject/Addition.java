// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.inject;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One step of what is added to a pod, an {@code add} of JSON Patch (RFC 6902): an array is there
 * before something is added to it, and everything is added, nothing replaced.
 *
 * @param path a JSON pointer into the pod; a number as its last part inserts there, {@code -}
 *     appends
 * @param value an object, or an empty array where there was none
 */
public record Addition(JsonPointer path, JsonNode value) {
  /** Adds it to the tree of a pod, in place. */
  void applyTo(JsonNode pod) {
    JsonNode parent = pod.at(path.head());
    String last = path.last().getMatchingProperty();
    if (parent instanceof ArrayNode array) {
      array.insert(last.equals("-") ? array.size() : Integer.parseInt(last), value);
    } else {
      ((ObjectNode) parent).set(last, value);
    }
  }
}
