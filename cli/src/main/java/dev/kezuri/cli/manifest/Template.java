// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.manifest;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.inject.Addition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** What pods are made of, in an object: its metadata and its spec. */
final class Template {
  /** Where a pod template is: a Pod itself, PodTemplate, what has replicas, CronJob. */
  private static final List<List<String>> PLACES =
      List.of(
          List.of("template"),
          List.of("spec", "template"),
          List.of("spec", "jobTemplate", "spec", "template"));

  private static final List<String> LABEL =
      List.of("metadata", "labels", MetadataKeys.LABEL_GENERATOR);

  private static final List<String> CONTAINERS = List.of("spec", "containers");

  /** The lists whose elements the injection looks at. */
  private static final Set<String> READ =
      Set.of(
          "containers", "initContainers", "env", "volumes", "imagePullSecrets", "schedulingGates");

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final MappingNode root;

  private Template(MappingNode root) {
    this.root = root;
  }

  /** Returns the pod template of an object, if it has one with containers. */
  static Optional<Template> in(Node object, String kind) {
    Stream<Optional<Node>> found =
        kind.equals("Pod")
            ? Stream.of(Optional.of(object))
            : PLACES.stream().map(place -> at(object, place));
    return found
        .flatMap(Optional::stream)
        .filter(MappingNode.class::isInstance)
        .map(node -> new Template((MappingNode) node))
        .filter(template -> hasContainers(template.root))
        .findFirst();
  }

  private static Optional<Node> at(Node object, List<String> place) {
    Optional<Node> node = Optional.of(object);
    for (String key : place) {
      node = node.flatMap(parent -> Nodes.get(parent, key));
    }
    return node;
  }

  private static boolean hasContainers(Node template) {
    return at(template, CONTAINERS).orElse(null) instanceof SequenceNode list
        && !list.getValue().isEmpty();
  }

  /**
   * Returns the name of the IdGenerator in its label.
   *
   * @throws ManifestException if the label is empty, which the API server refuses
   */
  Optional<String> generator() {
    Optional<String> label = at(root, LABEL).map(NodeJson::of).map(one -> one.asText(""));
    if (label.filter(String::isEmpty).isPresent()) {
      throw new ManifestException(
          "the label "
              + MetadataKeys.LABEL_GENERATOR
              + " is empty: give it the name of an IdGenerator of the pod's namespace, or take it"
              + " away");
    }
    return label;
  }

  /** Returns where in an object without a template there is something labelled like one. */
  static Optional<String> labelledIn(Node object) {
    return labelledIn(object, "");
  }

  private static Optional<String> labelledIn(Node node, String path) {
    if (node instanceof SequenceNode list) {
      return IntStream.range(0, list.getValue().size())
          .mapToObj(i -> labelledIn(list.getValue().get(i), path + "[" + i + "]"))
          .flatMap(Optional::stream)
          .findFirst();
    }
    if (!(node instanceof MappingNode map)) {
      return Optional.empty();
    }
    return at(map, LABEL).isPresent() && hasContainers(map)
        ? Optional.of(path)
        : map.getValue().stream()
            .map(one -> labelledIn(one.getValueNode(), path + "." + Nodes.key(one)))
            .flatMap(Optional::stream)
            .findFirst();
  }

  /**
   * Returns it as a pod.
   *
   * @throws ManifestException if it has another form than a pod's
   */
  Pod pod() {
    JsonNode json = NodeJson.of(root);
    withoutNulls(json, "", "");
    try {
      PodTemplateSpec template = MAPPER.treeToValue(json, PodTemplateSpec.class);
      return new PodBuilder()
          .withMetadata(template.getMetadata())
          .withSpec(template.getSpec())
          .build();
    } catch (JsonProcessingException e) {
      throw new ManifestException(
          "its pod template is none: "
              + e.getOriginalMessage().lines().findFirst().orElse("unreadable"),
          e);
    }
  }

  /** A null is as if the field were not there; in a list that is read it cannot be meant. */
  private static void withoutNulls(JsonNode json, String path, String key) {
    if (json instanceof ObjectNode object) {
      object.removeNulls();
      object
          .properties()
          .forEach(one -> withoutNulls(one.getValue(), path + "." + one.getKey(), one.getKey()));
    }
    for (int i = 0; json.isArray() && i < json.size(); i++) {
      if (json.get(i).isNull() && READ.contains(key)) {
        throw new ManifestException("its pod template has nothing at " + path + "[" + i + "]");
      }
      withoutNulls(json.get(i), path + "[" + i + "]", "");
    }
  }

  /** Adds to it, in place. */
  void add(Addition addition) {
    JsonPointer path = addition.path();
    Node parent = root;
    for (JsonPointer at = path.head(); !at.matches(); at = at.tail()) {
      parent = child(parent, at.getMatchingProperty());
    }
    String last = path.last().getMatchingProperty();
    Node value = Nodes.of(addition.value());
    if (parent instanceof SequenceNode list) {
      int at = last.equals("-") ? list.getValue().size() : Integer.parseInt(last);
      list.getValue().add(at, value);
    } else {
      Nodes.set((MappingNode) parent, last, value);
    }
  }

  private static Node child(Node parent, String name) {
    return parent instanceof SequenceNode list
        ? list.getValue().get(Integer.parseInt(name))
        : Nodes.get(parent, name).orElseThrow();
  }
}
