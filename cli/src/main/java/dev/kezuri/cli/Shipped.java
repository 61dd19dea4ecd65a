// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.kezuri.api.Crds;
import dev.kezuri.cli.uninstall.Thing;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The objects of deploy/ as this version has them; the build puts the files beside this class. */
final class Shipped {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final List<String> FILES =
      List.of(
          "operator-rbac.yaml", "operator.yaml", "policies/inject.yaml", "policies/protect.yaml");

  /** What the chart may add, and what the operator makes for itself. */
  private static final String OTHERS =
      """
      {apiVersion: coordination.k8s.io/v1, kind: Lease,
       metadata: {name: kezuri-operator, namespace: kezuri-system}}
      ---
      {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy,
       metadata: {name: kezuri-operator, namespace: kezuri-system}}
      ---
      {apiVersion: monitoring.coreos.com/v1, kind: PodMonitor,
       metadata: {name: kezuri-operator, namespace: kezuri-system}}
      """;

  private Shipped() {}

  /** Returns all, the CRDs first. */
  static List<JsonNode> all() {
    List<JsonNode> objects = new ArrayList<>(read(Crds.yaml()));
    FILES.forEach(file -> objects.addAll(read(text(file))));
    return objects;
  }

  /** Returns all that an installation brings, by deploy/ or by the chart. */
  static List<Thing> things() {
    List<JsonNode> objects = new ArrayList<>(all());
    objects.addAll(read(text("roles.yaml")));
    objects.addAll(read(OTHERS));
    return objects.stream()
        .map(
            one ->
                new Thing(
                    kind(one),
                    group(one),
                    resource(one),
                    one.at("/metadata/namespace").asText(),
                    name(one),
                    path(one)))
        .toList();
  }

  /** Returns those whose kind ends so. */
  static List<JsonNode> ofKind(String ending) {
    return all().stream().filter(one -> kind(one).endsWith(ending)).toList();
  }

  static String kind(JsonNode object) {
    return object.path("kind").asText();
  }

  static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }

  /** Returns the API group, empty for the core. */
  static String group(JsonNode object) {
    String apiVersion = object.path("apiVersion").asText();
    return apiVersion.contains("/") ? apiVersion.substring(0, apiVersion.indexOf('/')) : "";
  }

  /** Returns the name of the kind in paths and rights, such as {@code networkpolicies}. */
  static String resource(JsonNode object) {
    String kind = kind(object).toLowerCase(Locale.ROOT);
    return kind.endsWith("y") ? kind.substring(0, kind.length() - 1) + "ies" : kind + "s";
  }

  /** Returns where the API server keeps the object. */
  static String path(JsonNode object) {
    String namespace = object.at("/metadata/namespace").asText();
    return (group(object).isEmpty() ? "/api/" : "/apis/")
        + object.path("apiVersion").asText()
        + (namespace.isEmpty() ? "" : "/namespaces/" + namespace)
        + "/"
        + resource(object)
        + "/"
        + name(object);
  }

  private static List<JsonNode> read(String text) {
    try {
      List<JsonNode> documents = new ArrayList<>();
      YAML.readerFor(JsonNode.class)
          .<JsonNode>readValues(text)
          .forEachRemaining(
              one -> {
                if (one.isObject()) {
                  documents.add(one);
                }
              });
      return documents;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String file) {
    try (InputStream in = Shipped.class.getResourceAsStream("deploy/" + file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }
}
