// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The part of a CRD's schema that is not CEL: fills in defaults, drops unknown fields, and says
 * what does not fit.
 */
final class StructuralSchema {
  private final JsonNode root;

  StructuralSchema(JsonNode root) {
    this.root = root;
  }

  /** Fills in defaults and drops what the schema does not know; metadata is left alone. */
  void complete(ObjectNode object) {
    for (Map.Entry<String, JsonNode> part : root.path("properties").properties()) {
      if (!part.getKey().equals("metadata") && object.has(part.getKey())) {
        complete(object.get(part.getKey()), part.getValue());
      }
    }
    fillIn(object, root);
  }

  private static void complete(JsonNode value, JsonNode schema) {
    if (value instanceof ObjectNode object && schema.has("properties")) {
      JsonNode properties = schema.get("properties");
      if (!schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
        List<String> unknown = new ArrayList<>();
        object.fieldNames().forEachRemaining(unknown::add);
        unknown.removeIf(properties::has);
        object.remove(unknown);
      }
      fillIn(object, schema);
      for (Map.Entry<String, JsonNode> property : properties.properties()) {
        if (object.has(property.getKey())) {
          complete(object.get(property.getKey()), property.getValue());
        }
      }
    } else if (value.isArray()) {
      value.forEach(item -> complete(item, schema.path("items")));
    }
  }

  private static void fillIn(ObjectNode object, JsonNode schema) {
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      String name = property.getKey();
      JsonNode value = property.getValue();
      if (object.path(name).isNull() && !value.path("nullable").asBoolean()) {
        object.remove(name);
      }
      if (!object.has(name) && value.has("default")) {
        object.set(name, value.get("default").deepCopy());
      }
    }
  }

  /** Returns what is wrong with {@code object}, each with the path of the field. */
  List<String> defects(JsonNode object) {
    List<String> defects = new ArrayList<>();
    for (JsonNode required : root.path("required")) {
      if (!object.has(required.asText())) {
        defects.add(required.asText() + ": Required value");
      }
    }
    for (Map.Entry<String, JsonNode> part : root.path("properties").properties()) {
      if (!part.getKey().equals("metadata") && object.has(part.getKey())) {
        check(defects, part.getKey(), object.get(part.getKey()), part.getValue());
      }
    }
    return defects;
  }

  private static void check(List<String> defects, String path, JsonNode value, JsonNode schema) {
    switch (schema.path("type").asText("")) {
      case "object" -> object(defects, path, value, schema);
      case "array" -> array(defects, path, value, schema);
      case "string" -> string(defects, path, value, schema);
      case "integer" -> integer(defects, path, value, schema);
      case "boolean" -> wrong(defects, !value.isBoolean(), path, "must be of type boolean");
      default -> {
        // int-or-string, and what keeps unknown fields.
      }
    }
    if (schema.has("enum")) {
      boolean known = false;
      for (JsonNode allowed : schema.get("enum")) {
        known |= allowed.equals(value);
      }
      wrong(defects, !known, path, "Unsupported value: " + value);
    }
  }

  private static void object(List<String> defects, String path, JsonNode value, JsonNode schema) {
    if (wrong(defects, !value.isObject(), path, "must be of type object")) {
      return;
    }
    for (JsonNode required : schema.path("required")) {
      wrong(
          defects, !value.has(required.asText()), path + "." + required.asText(), "Required value");
    }
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      if (value.has(property.getKey())) {
        String below = path + "." + property.getKey();
        check(defects, below, value.get(property.getKey()), property.getValue());
      }
    }
  }

  private static void array(List<String> defects, String path, JsonNode value, JsonNode schema) {
    if (wrong(defects, !value.isArray(), path, "must be of type array")) {
      return;
    }
    int most = schema.path("maxItems").asInt(Integer.MAX_VALUE);
    wrong(defects, value.size() > most, path, "Too many: must have at most " + most + " items");
    for (int i = 0; i < value.size(); i++) {
      check(defects, path + "[" + i + "]", value.get(i), schema.path("items"));
    }
  }

  private static void string(List<String> defects, String path, JsonNode value, JsonNode schema) {
    if (wrong(defects, !value.isTextual(), path, "must be of type string")) {
      return;
    }
    String text = value.textValue();
    int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
    wrong(defects, text.length() > most, path, "Too long: may not be more than " + most + " bytes");
    int least = schema.path("minLength").asInt(0);
    wrong(defects, text.length() < least, path, "should be at least " + least + " chars long");
    if (schema.has("pattern")) {
      String pattern = schema.get("pattern").asText();
      boolean matches = Pattern.compile(pattern).matcher(text).find();
      wrong(defects, !matches, path, "in body should match '" + pattern + "'");
    }
    if (schema.path("format").asText("").equals("date-time")) {
      wrong(defects, !dateTime(text), path, "in body must be of type date-time: \"" + text + "\"");
    }
  }

  private static boolean dateTime(String text) {
    try {
      return OffsetDateTime.parse(text) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static void integer(List<String> defects, String path, JsonNode value, JsonNode schema) {
    if (wrong(defects, !value.isIntegralNumber(), path, "must be of type integer")) {
      return;
    }
    long number = value.longValue();
    if (schema.has("minimum")) {
      long least = schema.get("minimum").asLong();
      String why = "in body should be greater than or equal to " + least;
      wrong(defects, number < least, path, why);
    }
    if (schema.has("maximum")) {
      long most = schema.get("maximum").asLong();
      String why = "in body should be less than or equal to " + most;
      wrong(defects, number > most, path, why);
    }
  }

  private static boolean wrong(List<String> defects, boolean is, String path, String why) {
    if (is) {
      boolean bare = why.endsWith(" value") || why.startsWith("Too ") || why.startsWith("Unsup");
      defects.add(path + ": " + (bare ? "" : "Invalid value: ") + why);
    }
    return is;
  }
}
