// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the annotations on the Java types cannot say about the schemas. */
final class CrdFinish {
  private static final String QUANTITY =
      "^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$";

  private static final String TIME_START = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T";

  private CrdFinish() {}

  /** Names as long as labels allow; sets and maps; every default written out on its parents too. */
  static void idGenerator(CustomResourceDefinition crd) {
    JSONSchemaProps root = root(crd);
    JSONSchemaProps spec = at(root, "spec");
    spec.setDescription("What is asked of the generator; every field has a default.");
    JSONSchemaProps status = at(root, "status");
    status.setDescription("A summary of the generator's WorkerIds.");
    // Until the operator has looked, the status must not pass for one of this generation.
    status.setDefault(JsonNodeFactory.instance.objectNode().put("observedGeneration", -1));
    EmbeddedFields.describe(spec);
    set(at(spec, "workerIds", "reserved"));
    set(at(spec, "waitForGates"));
    JSONSchemaProps env = at(spec, "sidecar", "env");
    map(env, "name");
    JSONSchemaProps variable = at(env.getItems().getSchema(), "name");
    variable.setMinLength(1L);
    variable.setMaxLength(253L);
    env.getItems().getSchema().setDescription("A variable, as in a pod's container.");
    map(at(spec, "sidecar", "imagePullSecrets"), "name");
    conditions(at(root, "status", "conditions"));
    root.setRequired(List.of("spec"));
    values(root);
    writeOutDefaults(root);
  }

  /** Names bounded, so that the cost of the rule on them is; no defaults but that of history. */
  static void workerId(CustomResourceDefinition crd) {
    JSONSchemaProps root = root(crd);
    at(root, "spec").setDescription("Which worker ID this is; immutable.");
    at(root, "status").setDescription("The ledger of this worker ID.");
    at(root, "status", "history").getItems().getSchema().setDescription("A past holder.");
    root.getProperties()
        .put(
            "metadata",
            new JSONSchemaPropsBuilder()
                .withType("object")
                .addToProperties(
                    "name",
                    new JSONSchemaPropsBuilder().withType("string").withMaxLength(140L).build())
                .build());
    at(root, "spec", "layout").getProperties().values().forEach(part -> part.setDefault(null));
    root.setRequired(List.of("spec"));
    values(root);
  }

  private static JSONSchemaProps root(CustomResourceDefinition crd) {
    return crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
  }

  private static JSONSchemaProps at(JSONSchemaProps from, String... path) {
    return Stream.of(path).reduce(from, (at, name) -> at.getProperties().get(name), (a, b) -> b);
  }

  private static void set(JSONSchemaProps list) {
    list.setXKubernetesListType("set");
  }

  private static void map(JSONSchemaProps list, String key) {
    list.setXKubernetesListType("map");
    list.setXKubernetesListMapKeys(List.of(key));
    list.getItems().getSchema().setRequired(List.of(key));
  }

  private static void conditions(JSONSchemaProps list) {
    map(list, "type");
    JSONSchemaProps condition = list.getItems().getSchema();
    condition.setDescription("One thing that is so, or not so, or not known.");
    condition.setRequired(List.of("type", "status", "lastTransitionTime", "reason", "message"));
    at(condition, "status")
        .setEnum(Stream.of("True", "False", "Unknown").<JsonNode>map(TextNode::valueOf).toList());
    at(condition, "lastTransitionTime").setFormat("date-time");
    Map.of(
            "type", "Which condition this is.",
            "status", "True, False or Unknown.",
            "lastTransitionTime", "When status changed last.",
            "reason", "Why, in one word for programs.",
            "message", "Why, for people.",
            "observedGeneration", "The metadata.generation that this condition tells of.")
        .forEach((name, text) -> at(condition, name).setDescription(text));
  }

  /**
   * A time must be one (no 30 February), besides having the form of one. Numbers must fit a Java
   * int and quantities be some: one object that cannot be read would keep all others from readers.
   */
  private static void values(JSONSchemaProps schema) {
    if (schema.getPattern() != null && schema.getPattern().startsWith(TIME_START)) {
      schema.setFormat("date-time");
    }
    if ("integer".equals(schema.getType()) && schema.getMaximum() == null) {
      schema.setMaximum((double) Integer.MAX_VALUE);
    }
    if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
      schema.setPattern(QUANTITY);
    }
    Stream.of(
            schema.getProperties() == null
                ? Stream.<JSONSchemaProps>of()
                : schema.getProperties().values().stream(),
            Stream.ofNullable(schema.getItems()).map(items -> items.getSchema()),
            Stream.ofNullable(schema.getAdditionalProperties()).map(values -> values.getSchema()))
        .flatMap(parts -> parts)
        .forEach(CrdFinish::values);
  }

  /**
   * Gives each object whose parts all have defaults a default with all of them: rules on it read
   * the parts, and the API server does not fill in parts of a default. What has a default is not
   * required of people, and kubectl explain, which does not show defaults, tells it.
   */
  private static void writeOutDefaults(JSONSchemaProps parent) {
    for (String name : parent.getRequired()) {
      JSONSchemaProps part = at(parent, name);
      if (part.getDefault() != null) {
        part.setDescription(part.getDescription() + " Default: " + words(part.getDefault()) + ".");
      } else if (part.getProperties() != null) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        List<String> inner = part.getRequired();
        writeOutDefaults(part);
        inner.forEach(one -> all.set(one, at(part, one).getDefault()));
        part.setDefault(all);
      }
    }
    parent.setRequired(null);
  }

  private static String words(JsonNode value) {
    return value.isArray() && value.isEmpty() ? "none" : value.asText();
  }
}
