// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One right of RBAC.
 *
 * @param resource with its subresource, such as {@code workerids/status}
 * @param name of the one object that it is about; empty for all
 * @param namespace empty for the whole cluster
 */
record Right(String verb, String group, String resource, String name, String namespace) {
  /** Returns all rights that the rules of a Role or ClusterRole give. */
  static List<Right> of(JsonNode role) {
    List<Right> rights = new ArrayList<>();
    String namespace = role.at("/metadata/namespace").asText();
    for (JsonNode rule : role.path("rules")) {
      for (JsonNode group : rule.path("apiGroups")) {
        for (JsonNode resource : rule.path("resources")) {
          for (JsonNode verb : rule.path("verbs")) {
            rights.add(
                new Right(
                    verb.asText(),
                    group.asText(),
                    resource.asText(),
                    rule.at("/resourceNames/0").asText(),
                    namespace));
          }
        }
      }
    }
    return rights;
  }

  /** Returns the {@code resourceAttributes} of an access review. */
  JsonNode attributes() {
    String[] parts = resource.split("/", 2);
    ObjectNode attributes = JsonNodeFactory.instance.objectNode();
    attributes.put("verb", verb).put("group", group).put("resource", parts[0]).put("name", name);
    attributes.put("namespace", namespace);
    if (parts.length > 1) {
      attributes.put("subresource", parts[1]);
    }
    return attributes;
  }

  /** What to say where it is missing. */
  String missing() {
    return "you need the verb "
        + verb
        + " on "
        + resource
        + (group.isEmpty() ? "" : "." + group)
        + (namespace.isEmpty()
            ? " in the whole cluster (ClusterRole)"
            : " in the namespace " + namespace);
  }

  /** As people write it: {@code get namespaces/kube-system}, {@code patch workerids.kezuri.dev}. */
  @Override
  public String toString() {
    return verb
        + " "
        + resource
        + (group.isEmpty() ? "" : "." + group)
        + (name.isEmpty() ? "" : " called " + name)
        + (namespace.isEmpty() ? "" : " in " + namespace);
  }
}
