// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.manifest;

import java.util.Optional;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Which object it is, as people call it: Deployment shop/orders. */
record ObjectName(String group, String kind, String namespace, String name) {
  static ObjectName of(Node object, Supplier<String> defaultNamespace) {
    Optional<Node> metadata = Nodes.get(object, "metadata");
    String version = text(Nodes.get(object, "apiVersion")).orElse("");
    return new ObjectName(
        version.contains("/") ? version.substring(0, version.indexOf('/')) : "",
        kindOf(object),
        text(metadata.flatMap(one -> Nodes.get(one, "namespace"))).orElseGet(defaultNamespace),
        text(metadata.flatMap(one -> Nodes.get(one, "name")))
            .or(() -> text(metadata.flatMap(one -> Nodes.get(one, "generateName"))))
            .orElse("without a name"));
  }

  static String kindOf(Node object) {
    return text(Nodes.get(object, "kind")).orElse("");
  }

  private static Optional<String> text(Optional<Node> node) {
    return node.filter(ScalarNode.class::isInstance)
        .map(one -> ((ScalarNode) one).getValue())
        .filter(text -> !text.isEmpty());
  }

  @Override
  public String toString() {
    return (kind.isEmpty() ? "object" : kind) + " " + namespace + "/" + name;
  }
}
