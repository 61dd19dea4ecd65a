// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** Objects as JSON trees: nothing is lost that a type would not know. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final ObjectMapper YAML = new YAMLMapper();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Reads JSON, or YAML, of which JSON is a part. */
  static JsonNode read(String text) {
    try {
      return text.startsWith("{") || text.startsWith("[")
          ? MAPPER.readTree(text)
          : YAML.readTree(text);
    } catch (JsonProcessingException e) {
      throw ApiError.badRequest("cannot read the body: " + e.getOriginalMessage());
    }
  }

  static ObjectNode readObject(String text) {
    if (read(text) instanceof ObjectNode object) {
      return object;
    }
    throw ApiError.badRequest("the body is no object");
  }

  static String write(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** Returns the metadata, made if it is not there. */
  static ObjectNode metadata(ObjectNode object) {
    return object.withObjectProperty("metadata");
  }

  /** Returns a text in the metadata, empty if it is not there. */
  static String meta(JsonNode object, String field) {
    return object.path("metadata").path(field).asText("");
  }

  /** Returns whether the object is on its way out. */
  static boolean terminating(JsonNode object) {
    return object.path("metadata").hasNonNull("deletionTimestamp");
  }

  /** Gives {@code target} the field that {@code source} has, or takes it away. */
  static void copyField(JsonNode source, ObjectNode target, String field) {
    if (source.hasNonNull(field)) {
      target.set(field, source.get(field).deepCopy());
    } else {
      target.remove(field);
    }
  }
}
