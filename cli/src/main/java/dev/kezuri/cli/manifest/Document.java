// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** One document of a manifest. As YAML it stays as it was written, unless it is changed. */
final class Document {
  private static final DumpSettings YAML =
      DumpSettings.builder()
          .setSchema(new PlainScalars())
          .setExplicitStart(true)
          // Long texts in one line: no reader then has to put lines together.
          .setSplitLines(false)
          .setMultiLineFlow(false)
          .setDumpComments(true)
          .build();

  private static final ObjectWriter JSON =
      JsonMapper.builder()
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .build()
          .writer(
              new DefaultPrettyPrinter()
                  .withSeparators(
                      PrettyPrinter.DEFAULT_SEPARATORS
                          .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                          .withObjectEmptySeparator("")
                          .withArrayEmptySeparator(""))
                  .withObjectIndenter(new DefaultIndenter("    ", "\n"))
                  .withArrayIndenter(new DefaultIndenter("    ", "\n")));

  private final String text;
  private final Node root;
  private boolean isChanged;

  /**
   * Makes one.
   *
   * @param text as it was written, empty if that was not YAML
   * @param root written out; null if there is no object in it
   */
  Document(String text, Node root) {
    this.text = text;
    this.root = root;
    this.isChanged = text.isEmpty();
  }

  /** Returns the objects in it: those of a list, lists in it too, or itself. */
  List<Node> objects() {
    List<Node> all = new ArrayList<>();
    if (root != null && !root.getTag().equals(Tag.NULL)) {
      collect(root, all);
    }
    return all;
  }

  private static void collect(Node object, List<Node> into) {
    boolean isList =
        Nodes.get(object, "kind")
            .filter(kind -> kind instanceof ScalarNode scalar && scalar.getValue().endsWith("List"))
            .isPresent();
    Optional<Node> items = isList ? Nodes.get(object, "items") : Optional.empty();
    if (items.orElse(null) instanceof SequenceNode list) {
      list.getValue().forEach(item -> collect(item, into));
    } else {
      into.add(object);
    }
  }

  /** Says that an object in it was changed. */
  void changed() {
    isChanged = true;
  }

  /** Returns it as YAML, ending with a line's end. */
  String yaml() {
    String written =
        isChanged && root != null
            ? new Present(YAML).emitToString(new Serialize(YAML).serializeOne(root).iterator())
            : text;
    return written.isEmpty() || written.endsWith("\n") ? written : written + "\n";
  }

  /**
   * Returns it as JSON, empty if there is no object in it.
   *
   * @throws ManifestException if JSON has no such value
   */
  String json() {
    if (root == null || root.getTag().equals(Tag.NULL)) {
      return "";
    }
    try {
      return JSON.writeValueAsString(NodeJson.of(root)) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
