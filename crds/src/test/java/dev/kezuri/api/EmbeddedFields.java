// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Map;
import java.util.stream.Stream;

/** Sentences for the fields that IdGenerators share with pods: their Java types have none. */
final class EmbeddedFields {
  private static final Map<String, String> ENV =
      Map.ofEntries(
          Map.entry("name", "The variable's name; its value may name others as $(NAME)."),
          Map.entry("value", "The variable's value; empty if left out."),
          Map.entry("valueFrom", "Where the value comes from, instead of value: one of these."),
          Map.entry("valueFrom.configMapKeyRef", "A key of a ConfigMap of the pod's namespace."),
          Map.entry("valueFrom.configMapKeyRef.key", "The key."),
          Map.entry("valueFrom.configMapKeyRef.name", "The ConfigMap's name."),
          Map.entry(
              "valueFrom.configMapKeyRef.optional", "Whether the pod starts without the key too."),
          Map.entry("valueFrom.fieldRef", "A field of the pod."),
          Map.entry("valueFrom.fieldRef.apiVersion", "The version fieldPath is of; v1."),
          Map.entry("valueFrom.fieldRef.fieldPath", "The field, such as spec.nodeName."),
          Map.entry("valueFrom.fileKeyRef", "A variable in a file that another container wrote."),
          Map.entry("valueFrom.fileKeyRef.key", "The variable's name in the file."),
          Map.entry("valueFrom.fileKeyRef.optional", "Whether the pod starts without it too."),
          Map.entry("valueFrom.fileKeyRef.path", "The file, relative to the volume."),
          Map.entry("valueFrom.fileKeyRef.volumeName", "The volume with the file."),
          Map.entry("valueFrom.resourceFieldRef", "A request or limit of a container."),
          Map.entry("valueFrom.resourceFieldRef.containerName", "The container; its own if empty."),
          Map.entry("valueFrom.resourceFieldRef.divisor", "The unit to count in; 1 if left out."),
          Map.entry("valueFrom.resourceFieldRef.resource", "Which one, such as limits.cpu."),
          Map.entry("valueFrom.secretKeyRef", "A key of a Secret of the pod's namespace."),
          Map.entry("valueFrom.secretKeyRef.key", "The key."),
          Map.entry("valueFrom.secretKeyRef.name", "The Secret's name."),
          Map.entry(
              "valueFrom.secretKeyRef.optional", "Whether the pod starts without the key too."));

  private static final Map<String, String> SECRET =
      Map.of("", "A Secret of the pod's namespace.", "name", "The Secret's name.");

  private static final Map<String, String> RESOURCES =
      Map.of(
          "claims", "Names of the pod's resource claims that the container uses.",
          "claims[]", "A claim.",
          "claims[].name", "Its name in spec.resourceClaims of the pod.",
          "claims[].request", "Which request of it; all of them if left out.",
          "limits", "The most it may use, by resource, such as memory: 128Mi.",
          "limits{}", "An amount.",
          "requests", "What is set aside for it, by resource, such as cpu: 10m.",
          "requests{}", "An amount.");

  private EmbeddedFields() {}

  static void describe(JSONSchemaProps spec) {
    JSONSchemaProps sidecar = spec.getProperties().get("sidecar");
    say(sidecar.getProperties().get("env").getItems().getSchema(), "", ENV);
    say(sidecar.getProperties().get("imagePullSecrets").getItems().getSchema(), "", SECRET);
    say(sidecar.getProperties().get("resources"), "", RESOURCES);
    spec.getProperties()
        .get("waitForGates")
        .getItems()
        .getSchema()
        .setDescription("A scheduling gate's name.");
    spec.getProperties()
        .get("workerIds")
        .getProperties()
        .get("reserved")
        .getItems()
        .getSchema()
        .setDescription("A worker ID.");
  }

  private static void say(JSONSchemaProps schema, String path, Map<String, String> sentences) {
    if (schema.getDescription() == null) {
      schema.setDescription(sentences.get(path));
    }
    if (schema.getProperties() != null) {
      String start = path.isEmpty() ? "" : path + ".";
      schema.getProperties().forEach((name, part) -> say(part, start + name, sentences));
    }
    Stream.ofNullable(schema.getItems()).forEach(i -> say(i.getSchema(), path + "[]", sentences));
    Stream.ofNullable(schema.getAdditionalProperties())
        .filter(values -> values.getSchema() != null)
        .forEach(values -> say(values.getSchema(), path + "{}", sentences));
  }
}
