// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** docs/reference.md: each field of a CRD with its sentence, and what its rules refuse. */
final class CrdReference {
  /** Kubernetes' own types, which its reference tells of. */
  private static final Set<String> OF_KUBERNETES = Set.of("env", "resources", "conditions");

  private final List<String> fields = new ArrayList<>();
  private final List<String> rules = new ArrayList<>();

  private CrdReference() {}

  /** Returns the section of one kind. */
  static String of(CustomResourceDefinition crd) {
    CrdReference reference = new CrdReference();
    JSONSchemaProps root = crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
    for (String part : List.of("spec", "status")) {
      reference.add(part, root.getProperties().get(part));
    }
    reference.addRules("", root);
    var names = crd.getSpec().getNames();
    return """

        ## %s
        %s

        `%s/%s`, %s, short `%s`.

        | field | type | what |
        |---|---|---|
        %s
        Refused by the API server:
        %s"""
        .formatted(
            names.getKind(),
            root.getDescription(),
            crd.getSpec().getGroup(),
            crd.getSpec().getVersions().getFirst().getName(),
            crd.getSpec().getScope().equals("Cluster") ? "of the cluster" : "in a namespace",
            String.join("`, `", names.getShortNames()),
            lines(reference.fields),
            lines(reference.rules));
  }

  private void add(String path, JSONSchemaProps schema) {
    fields.add("| `%s` | %s | %s |".formatted(path, type(schema), cell(schema.getDescription())));
    addRules(path, schema);
    if (OF_KUBERNETES.contains(path.substring(path.lastIndexOf('.') + 1))) {
      return;
    }
    if (schema.getItems() != null) {
      addParts(path + "[].", schema.getItems().getSchema());
    }
    addParts(path + ".", schema);
  }

  private void addParts(String prefix, JSONSchemaProps schema) {
    if (schema.getProperties() != null) {
      schema.getProperties().forEach((name, part) -> add(prefix + name, part));
    }
  }

  private void addRules(String path, JSONSchemaProps schema) {
    schema
        .getXKubernetesValidations()
        .forEach(
            rule ->
                rules.add(
                    "- %s: %s"
                        .formatted(
                            path.isEmpty() ? "the object" : "`" + path + "`", rule.getMessage())));
  }

  private static String type(JSONSchemaProps schema) {
    if (schema.getItems() != null) {
      return "list of " + type(schema.getItems().getSchema());
    }
    if ("date-time".equals(schema.getFormat())) {
      return "time";
    }
    if (schema.getEnum() != null && !schema.getEnum().isEmpty()) {
      return schema.getEnum().stream().map(one -> one.asText()).collect(Collectors.joining(", "));
    }
    if (schema.getMinimum() != null) {
      return schema.getType()
          + ", "
          + schema.getMinimum().longValue()
          + " to "
          + schema.getMaximum().longValue();
    }
    return schema.getType();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }

  private static String lines(List<String> all) {
    return all.stream().map(line -> line + "\n").collect(Collectors.joining());
  }
}
