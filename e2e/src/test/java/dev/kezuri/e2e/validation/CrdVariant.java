// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.validation;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;

/**
 * A CRD without one of its rules or limits.
 *
 * @param where the field
 * @param rule the message of the rule, or the limit
 * @param limit whether it is a limit
 */
record CrdVariant(String where, String rule, boolean limit, JsonNode crd) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RULES = "x-kubernetes-validations";
  private static final List<String> LIMITS =
      List.of(
          "minimum",
          "maximum",
          "minLength",
          "maxLength",
          "pattern",
          "format",
          "enum",
          "maxItems",
          "x-kubernetes-list-type");
  private static final String LIST_KEYS = "x-kubernetes-list-map-keys";
  private static final JsonPointer SCHEMA =
      JsonPointer.compile("/spec/versions/0/schema/openAPIV3Schema");

  /** Returns one for each rule and limit that {@code shipped} has. */
  static List<CrdVariant> of(CustomResourceDefinition shipped) {
    JsonNode crd = JSON.valueToTree(shipped);
    List<CrdVariant> all = new ArrayList<>();
    walk(crd, SCHEMA, shipped.getSpec().getNames().getKind(), all);
    return all;
  }

  private static void walk(JsonNode crd, JsonPointer at, String where, List<CrdVariant> all) {
    JsonNode schema = crd.at(at);
    for (int i = 0; i < schema.path(RULES).size(); i++) {
      String message = schema.path(RULES).path(i).path("message").asText();
      all.add(without(crd, at.appendProperty(RULES), i, where, message));
    }
    for (String limit : LIMITS) {
      if (schema.has(limit)) {
        JsonNode less = crd.deepCopy();
        ((ObjectNode) less.at(at)).remove(List.of(limit, LIST_KEYS));
        all.add(new CrdVariant(where, limit + " " + text(schema.get(limit)), true, less));
      }
    }
    for (int i = 0; i < schema.path("required").size(); i++) {
      String field = schema.path("required").path(i).asText();
      all.add(without(crd, at.appendProperty("required"), i, where, "required " + field));
    }
    JsonPointer fields = at.appendProperty("properties");
    crd.at(fields)
        .fieldNames()
        .forEachRemaining(name -> walk(crd, fields.appendProperty(name), where + "." + name, all));
    for (String below : List.of("items", "additionalProperties")) {
      if (schema.path(below).isObject()) {
        walk(crd, at.appendProperty(below), where + "[]", all);
      }
    }
  }

  private static String text(JsonNode value) {
    return value.isNumber()
        ? Long.toString(value.asLong())
        : value.isTextual() ? value.asText() : value.toString();
  }

  private static CrdVariant without(
      JsonNode crd, JsonPointer list, int index, String where, String what) {
    JsonNode less = crd.deepCopy();
    ArrayNode rest = (ArrayNode) less.at(list);
    rest.remove(index);
    return new CrdVariant(where, what, what.startsWith("required "), less);
  }

  /**
   * Returns it with one more rule, which refuses the object of {@code name} with {@code message}.
   */
  CustomResourceDefinition marked(String name, String message) {
    JsonNode marked = crd.deepCopy();
    ObjectNode root = (ObjectNode) marked.at(SCHEMA);
    root.withArray(RULES)
        .add(
            JSON.createObjectNode()
                .put("rule", "self.metadata.name != '" + name + "'")
                .put("message", message));
    return Serialization.unmarshal(marked.toString(), CustomResourceDefinition.class);
  }
}
