// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Nodes that were written out, as the JSON that kubectl would send of them. */
final class NodeJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private NodeJson() {}

  /**
   * Returns the JSON.
   *
   * @throws ManifestException if there is none
   */
  static JsonNode of(Node node) {
    return switch (node) {
      case ScalarNode scalar -> scalar(scalar);
      case SequenceNode list -> {
        ArrayNode all = JSON.arrayNode();
        list.getValue().forEach(one -> all.add(of(one)));
        yield all;
      }
      case MappingNode map -> {
        ObjectNode all = JSON.objectNode();
        for (NodeTuple tuple : map.getValue()) {
          all.set(((ScalarNode) tuple.getKeyNode()).getValue(), of(tuple.getValueNode()));
        }
        yield all;
      }
      default -> throw new ManifestException("a part of it is neither map, list nor scalar");
    };
  }

  private static JsonNode scalar(ScalarNode scalar) {
    boolean isText = scalar.getTag().equals(Tag.STR);
    if (!isText && !scalar.getTag().getValue().startsWith(Tag.PREFIX)) {
      throw new ManifestException("tag " + scalar.getTag().getValue() + " has no meaning in JSON");
    }
    if (scalar.getTag().equals(Tag.BINARY)) {
      throw new ManifestException("tag !!binary has no meaning in JSON");
    }
    return isText ? TextNode.valueOf(scalar.getValue()) : PlainScalars.value(scalar.getValue());
  }
}
