// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where an object of a cluster is not as it is shipped. What the API server adds to it is no
 * difference, and neither is a 0, false or empty that it leaves out, nor white space: parsers of
 * YAML break long texts in different places.
 */
final class Difference {
  /** What the API server writes into a policy that says nothing: matchPolicy and scope. */
  private static final Set<String> OF_POLICIES = Set.of("Equivalent", "*");

  private Difference() {}

  /**
   * Returns the path of the first field of a policy that {@code shipped} has not: one more
   * condition or selector, and the policy no longer looks at what it should.
   */
  static Optional<String> added(JsonNode shipped, JsonNode found) {
    return first("", found, shipped);
  }

  /** Returns the path of the first field of {@code shipped} that {@code found} has otherwise. */
  static Optional<String> first(JsonNode shipped, JsonNode found) {
    return first("", shipped, found);
  }

  private static Optional<String> first(String path, JsonNode shipped, JsonNode found) {
    if (found.isMissingNode() || found.isNull()) {
      return isNothing(shipped) ? Optional.empty() : Optional.of(path);
    }
    if (shipped.isObject() && found.isObject()) {
      for (Map.Entry<String, JsonNode> field : shipped.properties()) {
        String inside = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
        Optional<String> difference = first(inside, field.getValue(), found.path(field.getKey()));
        if (difference.isPresent()) {
          return difference;
        }
      }
      return Optional.empty();
    }
    if (shipped.isArray() && found.isArray() && shipped.size() == found.size()) {
      Iterator<JsonNode> there = found.iterator();
      int at = 0;
      for (JsonNode one : shipped) {
        Optional<String> difference = first(path + "[" + at++ + "]", one, there.next());
        if (difference.isPresent()) {
          return difference;
        }
      }
      return Optional.empty();
    }
    return text(shipped).equals(text(found)) && shipped.isValueNode() && found.isValueNode()
        ? Optional.empty()
        : Optional.of(path);
  }

  private static String text(JsonNode value) {
    return value.asText().strip().replaceAll("\\s+", " ");
  }

  private static boolean isNothing(JsonNode value) {
    return switch (value.getNodeType()) {
      case NULL -> true;
      case ARRAY, OBJECT -> value.isEmpty();
      case NUMBER -> value.asDouble() == 0;
      case BOOLEAN -> !value.asBoolean();
      case STRING -> value.asText().isEmpty() || OF_POLICIES.contains(value.asText());
      default -> false;
    };
  }
}
