// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.manifest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A file of objects: YAML documents, or JSON objects one after the other.
 *
 * @param documents in their order; those without an object too, for the remarks in them
 * @param isJson whether it was JSON
 */
record Manifest(List<Document> documents, boolean isJson) {
  /** As many as kubectl takes, 3 MiB an object, many times over. */
  private static final int CODE_POINTS = 256 * 1024 * 1024;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setSchema(new PlainScalars())
          .setAllowDuplicateKeys(true)
          .setCodePointLimit(CODE_POINTS)
          .build();

  private static final LoadSettings WITH_REMARKS =
      LoadSettings.builder()
          .setSchema(new PlainScalars())
          .setAllowDuplicateKeys(true)
          .setCodePointLimit(CODE_POINTS)
          .setParseComments(true)
          .build();

  private static final Pattern BETWEEN = Pattern.compile("(?m)^---(?=[ \\t\\r\\n]|$)");

  private static final Pattern JSON_OBJECT = Pattern.compile("\\s*\\{\\s*[\"}]");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /**
   * Reads it.
   *
   * @param name what errors call it
   * @throws ManifestException if it is neither YAML nor JSON
   */
  static Manifest read(String name, String text) {
    String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return plain.stripLeading().startsWith("{") && !BETWEEN.matcher(plain).find()
        ? json(name, plain)
        : yaml(name, plain);
  }

  private static Manifest json(String name, String text) {
    List<Document> all = new ArrayList<>();
    try (MappingIterator<JsonNode> objects = JSON.readerFor(JsonNode.class).readValues(text)) {
      while (objects.hasNextValue()) {
        all.add(new Document("", Nodes.of(objects.nextValue())));
      }
      return new Manifest(all, true);
    } catch (JsonProcessingException e) {
      // What begins with a brace may still be YAML's way of writing a map in one line.
      try {
        return yaml(name, text);
      } catch (ManifestException notYaml) {
        if (!JSON_OBJECT.matcher(text).lookingAt()) {
          throw notYaml;
        }
        JsonLocation at = e.getLocation();
        throw new ManifestException(
            name + ", line " + at.getLineNr() + ": " + firstLine(e.getOriginalMessage()), e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Manifest yaml(String name, String text) {
    List<Document> all = new ArrayList<>();
    Matcher between = BETWEEN.matcher(text);
    int from = 0;
    int line = 1;
    while (from < text.length()) {
      int to = between.find(from + 1) ? between.start() : text.length();
      String part = text.substring(from, to);
      all.add(document(name, part, line));
      line += Math.toIntExact(part.chars().filter(c -> c == '\n').count());
      from = to;
    }
    return new Manifest(all, false);
  }

  private static Document document(String name, String text, int line) {
    try {
      return new Document(text, composed(text).map(Nodes::writtenOut).orElse(null));
    } catch (MarkedYamlEngineException e) {
      int at = line + e.getProblemMark().map(mark -> mark.getLine()).orElse(0);
      throw new ManifestException(name + ", line " + at + ": " + firstLine(e.getProblem()), e);
    } catch (YamlEngineException e) {
      throw new ManifestException(
          name + ", in the document at line " + line + ": " + firstLine(e.getMessage()), e);
    } catch (ManifestException e) {
      throw new ManifestException(
          name + ", in the document at line " + line + ": " + e.getMessage(), e);
    }
  }

  private static Optional<Node> composed(String text) {
    try {
      return new Compose(WITH_REMARKS).composeString(text);
    } catch (ClassCastException e) {
      // The library's own, for a remark behind the | of a list's element: all of them go then.
      return new Compose(SETTINGS).composeString(text);
    }
  }

  private static String firstLine(String text) {
    return text == null ? "unreadable" : text.lines().findFirst().orElse("unreadable");
  }
}
