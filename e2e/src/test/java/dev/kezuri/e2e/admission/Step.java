// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One write: a YAML document whose first lines say who asks and for what.
 *
 * <pre>
 * # as: system:node:n1 in system:nodes    (default: an administrator in system:masters)
 * # do: patch status                      (default: create)
 * # expect: what the answer says          (only the last write of a file, if it is refused)
 * </pre>
 *
 * <p>Verbs: create, patch (a JSON merge patch), update (a PUT of what is there, with this in it),
 * delete, try-delete (a dry run), bind (the pod's subresource), bind-by-name (the namespace's
 * bindings). A subresource may follow patch and update.
 */
record Step(
    String user,
    List<String> groups,
    String verb,
    String subresource,
    Optional<String> expect,
    JsonNode body) {
  static final String ADMIN = "cluster-admin in system:masters";

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Map<String, String> PLURALS =
      Map.ofEntries(
          Map.entry("Pod", "/api/v1/namespaces/%s/pods"),
          Map.entry("Binding", "/api/v1/namespaces/%s/bindings"),
          Map.entry("ReplicationController", "/api/v1/namespaces/%s/replicationcontrollers"),
          Map.entry("Deployment", "/apis/apps/v1/namespaces/%s/deployments"),
          Map.entry("StatefulSet", "/apis/apps/v1/namespaces/%s/statefulsets"),
          Map.entry("DaemonSet", "/apis/apps/v1/namespaces/%s/daemonsets"),
          Map.entry("ReplicaSet", "/apis/apps/v1/namespaces/%s/replicasets"),
          Map.entry("Job", "/apis/batch/v1/namespaces/%s/jobs"),
          Map.entry("CronJob", "/apis/batch/v1/namespaces/%s/cronjobs"),
          Map.entry("IdGenerator", "/apis/kezuri.dev/v1alpha1/namespaces/%s/idgenerators"),
          Map.entry("WorkerId", "/apis/kezuri.dev/v1alpha1/workerids"),
          Map.entry(
              "CustomResourceDefinition",
              "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"));

  /** Reads the writes of a file; {@code $NS} in it is the namespace. */
  static List<Step> all(String text, String namespace) throws IOException {
    List<Step> steps = new ArrayList<>();
    for (String document : text.replace("$NS", namespace).split("\n---\n", -1)) {
      steps.add(of(document));
    }
    return steps;
  }

  private static Step of(String document) throws IOException {
    String[] as = said(document, "as").orElse(ADMIN).split(" in ", -1);
    String[] what = said(document, "do").orElse("create").split(" ", -1);
    return new Step(
        as[0],
        as.length > 1 ? List.of(as[1].split(", ", -1)) : List.of("system:authenticated"),
        what[0],
        what.length > 1 ? "/" + what[1] : "",
        said(document, "expect"),
        YAML.readTree(document));
  }

  private static Optional<String> said(String document, String key) {
    String start = "# " + key + ": ";
    return document
        .lines()
        .takeWhile(line -> line.startsWith("# "))
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .findFirst();
  }

  /** The path of the request. */
  String path(String namespace) {
    String all = PLURALS.get(body.required("kind").asText()).formatted(namespace);
    String one = all + "/" + body.required("metadata").required("name").asText();
    return switch (verb) {
      case "create", "bind-by-name" -> all;
      case "bind" -> one.replace("/bindings/", "/pods/") + "/binding";
      case "patch", "update", "delete", "try-delete" -> one + subresource;
      default -> throw new IllegalArgumentException("no such verb: " + verb);
    };
  }

  /** The method of the request. */
  String method() {
    return switch (verb) {
      case "patch" -> "PATCH";
      case "update" -> "PUT";
      case "delete", "try-delete" -> "DELETE";
      default -> "POST";
    };
  }

  /** Whether nothing may come of it but the answer. */
  boolean dryRun() {
    return verb.equals("try-delete");
  }

  /** Returns {@code there} with this write's fields in it. */
  JsonNode mergedInto(JsonNode there) {
    return merged(there.deepCopy(), body);
  }

  private static JsonNode merged(JsonNode there, JsonNode patch) {
    if (!patch.isObject() || !there.isObject()) {
      return patch;
    }
    ObjectNode into = (ObjectNode) there;
    patch
        .properties()
        .forEach(
            field ->
                into.set(
                    field.getKey(),
                    into.has(field.getKey())
                        ? merged(into.get(field.getKey()), field.getValue())
                        : field.getValue()));
    return into;
  }

  @Override
  public String toString() {
    return user + ": " + verb + " " + body.required("kind").asText() + subresource;
  }
}
