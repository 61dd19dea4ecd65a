// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Objects by kind and name: those of deploy/, and those that the chart renders. */
final class Manifests {
  static final Path DEPLOY = Path.of("..", "deploy").toAbsolutePath().normalize();
  static final Path CHART = DEPLOY.resolve("chart");
  static final String NAMESPACE = "kezuri-system";

  private static final YAMLMapper YAML = new YAMLMapper();

  private Manifests() {}

  /**
   * What kustomization.yaml names, as the files have it: kustomize itself breaks lines of folded
   * texts in other places.
   */
  static Map<String, JsonNode> deploy() throws IOException {
    Map<String, JsonNode> objects = new TreeMap<>();
    addKustomization(DEPLOY, objects);
    return objects;
  }

  private static void addKustomization(Path folder, Map<String, JsonNode> objects)
      throws IOException {
    JsonNode kustomization = YAML.readTree(folder.resolve("kustomization.yaml").toFile());
    for (JsonNode resource : kustomization.path("resources")) {
      Path path = folder.resolve(resource.asText());
      if (Files.isDirectory(path)) {
        addKustomization(path, objects);
      } else {
        add(Files.readString(path), objects);
      }
    }
  }

  /** What the chart renders with these values, each set by its path. */
  static Map<String, JsonNode> chart(Map<String, Object> values) throws IOException {
    TemplateCommand command =
        new Helm(CHART)
            .template()
            .withName("kezuri")
            .withNamespace(NAMESPACE)
            .withKubeVersion("1.36.0");
    values.forEach(command::set);
    Map<String, JsonNode> objects = new TreeMap<>();
    add(command.call(), objects);
    return objects;
  }

  static void add(String text, Map<String, JsonNode> objects) throws IOException {
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
      while (documents.hasNext()) {
        if (documents.next() instanceof ObjectNode object) {
          objects.put(
              object.path("kind").asText() + " " + object.at("/metadata/name").asText(), object);
        }
      }
    }
  }
}
