// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** YAML as a tree of texts: what nobody looks into keeps its spelling. */
final class Nodes {
  /** Of one document, with its aliases written out. */
  private static final int MAX = 1_000_000;

  private static final String MERGE = "<<";

  private int copied;
  private int flows;

  private Nodes() {}

  /**
   * Returns a copy in which each part is there once: aliases and merges are written out.
   *
   * @throws ManifestException if that has no end, or a million parts
   */
  static Node writtenOut(Node node) {
    return new Nodes().copy(node);
  }

  private Node copy(Node node) {
    if (node.isRecursive() || ++copied > MAX) {
      throw new ManifestException("its aliases have no end");
    }
    boolean isFlow = node instanceof CollectionNode<?> all && all.getFlowStyle() == FlowStyle.FLOW;
    flows += isFlow ? 1 : 0;
    Node copy = bare(node);
    flows -= isFlow ? 1 : 0;
    if (flows == 0) {
      keepRemarks(node, copy);
    }
    return copy;
  }

  /** Those within brackets are not kept: nothing else there ends a line. */
  private static void keepRemarks(Node from, Node to) {
    to.setInLineComments(from.getInLineComments());
    to.setEndComments(from.getEndComments());
    boolean isAhead = from.getBlockComments() != null && !from.getBlockComments().isEmpty();
    if (isAhead && to instanceof CollectionNode<?> all) {
      if (all.getValue().isEmpty()) {
        return;
      }
      // The library cannot write a remark ahead of brackets.
      all.setFlowStyle(FlowStyle.BLOCK);
    }
    to.setBlockComments(from.getBlockComments());
  }

  private Node bare(Node node) {
    return switch (node) {
      case ScalarNode scalar ->
          scalar.isPlain() && scalar.getValue().isEmpty()
              ? new ScalarNode(Tag.NULL, "null", ScalarStyle.PLAIN)
              : new ScalarNode(scalar.getTag(), scalar.getValue(), scalar.getScalarStyle());
      case SequenceNode list ->
          new SequenceNode(
              list.getTag(),
              new ArrayList<>(list.getValue().stream().map(this::copy).toList()),
              list.getFlowStyle());
      case MappingNode map ->
          new MappingNode(map.getTag(), new ArrayList<>(tuples(map)), map.getFlowStyle());
      default -> throw new ManifestException("a part of it is neither map, list nor scalar");
    };
  }

  /** What a merge brings comes first, and gives way to what the map says itself. */
  private List<NodeTuple> tuples(MappingNode map) {
    Map<String, NodeTuple> all = new LinkedHashMap<>();
    for (NodeTuple tuple : map.getValue()) {
      if (isMerge(tuple)) {
        merged(tuple.getValueNode()).forEach(one -> all.putIfAbsent(key(one), one));
      }
    }
    List<String> own = new ArrayList<>();
    for (NodeTuple tuple : map.getValue()) {
      if (!isMerge(tuple)) {
        if (own.contains(key(tuple))) {
          throw new ManifestException("key " + key(tuple) + " is there twice" + line(tuple));
        }
        own.add(key(tuple));
        all.put(key(tuple), new NodeTuple(copy(tuple.getKeyNode()), copy(tuple.getValueNode())));
      }
    }
    return List.copyOf(all.values());
  }

  private List<NodeTuple> merged(Node from) {
    List<Node> maps = from instanceof SequenceNode list ? list.getValue() : List.of(from);
    Map<String, NodeTuple> all = new LinkedHashMap<>();
    for (Node one : maps) {
      if (!(copy(one) instanceof MappingNode map)) {
        throw new ManifestException("<< takes a map or a list of maps");
      }
      map.getValue().forEach(tuple -> all.putIfAbsent(key(tuple), tuple));
    }
    return List.copyOf(all.values());
  }

  private static boolean isMerge(NodeTuple tuple) {
    return tuple.getKeyNode() instanceof ScalarNode key
        && key.isPlain()
        && key.getValue().equals(MERGE);
  }

  private static String line(NodeTuple tuple) {
    return tuple
        .getKeyNode()
        .getStartMark()
        .map(mark -> ", line " + (mark.getLine() + 1))
        .orElse("");
  }

  /** Returns the key of a part of a map. */
  static String key(NodeTuple tuple) {
    if (tuple.getKeyNode() instanceof ScalarNode key) {
      return key.getValue();
    }
    throw new ManifestException("a key is no text");
  }

  /** Returns what a map has under a key, nothing if it is no map. */
  static Optional<Node> get(Node map, String key) {
    return map instanceof MappingNode mapping
        ? mapping.getValue().stream()
            .filter(tuple -> key(tuple).equals(key))
            .map(NodeTuple::getValueNode)
            .findFirst()
        : Optional.empty();
  }

  /** Sets what a map has under a key. */
  static void set(MappingNode map, String key, Node value) {
    List<NodeTuple> tuples = map.getValue();
    for (int i = 0; i < tuples.size(); i++) {
      if (key(tuples.get(i)).equals(key)) {
        tuples.set(i, new NodeTuple(tuples.get(i).getKeyNode(), value));
        return;
      }
    }
    tuples.add(new NodeTuple(text(key), value));
  }

  /** Returns JSON as nodes. */
  static Node of(JsonNode json) {
    return switch (json.getNodeType()) {
      case OBJECT ->
          new MappingNode(
              Tag.MAP,
              new ArrayList<>(
                  json.properties().stream()
                      .map(one -> new NodeTuple(text(one.getKey()), of(one.getValue())))
                      .toList()),
              FlowStyle.BLOCK);
      case ARRAY ->
          new SequenceNode(
              Tag.SEQ,
              new ArrayList<>(
                  StreamSupport.stream(json.spliterator(), false).map(Nodes::of).toList()),
              FlowStyle.BLOCK);
      case STRING -> text(json.textValue());
      case BOOLEAN -> new ScalarNode(Tag.BOOL, json.asText(), ScalarStyle.PLAIN);
      case NUMBER -> number(json.asText());
      default -> new ScalarNode(Tag.NULL, "null", ScalarStyle.PLAIN);
    };
  }

  private static Node number(String text) {
    return new ScalarNode(new PlainScalars().resolve(text, true), text, ScalarStyle.PLAIN);
  }

  /** Without quotes where no reader of YAML takes it for anything but a text. */
  private static Node text(String text) {
    boolean plain =
        text.matches("[A-Za-z/][A-Za-z0-9/._-]*") && PlainScalars.value(text).isTextual();
    return new ScalarNode(Tag.STR, text, plain ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED);
  }
}
