// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Label and field selectors of lists and watches. */
final class Selectors {
  private static final Pattern SET =
      Pattern.compile("\\s*([^\\s!=,()]+)\\s+(in|notin)\\s*\\(([^)]*)\\)\\s*");
  private static final Pattern EQUALS =
      Pattern.compile("\\s*([^\\s!=,()]+)\\s*(==|=|!=)\\s*([^\\s,()]*)\\s*");
  private static final Pattern EXISTS = Pattern.compile("\\s*(!?)\\s*([^\\s!=,()]+)\\s*");
  private static final Pattern COMMA_OUTSIDE_PARENTHESES = Pattern.compile(",(?![^(]*\\))");

  private Selectors() {}

  /** Returns what the path asks for: namespace, name, labels and fields. */
  static Predicate<JsonNode> of(RequestPath path) {
    List<Predicate<JsonNode>> all = new ArrayList<>();
    if (!path.namespace().isEmpty()) {
      all.add(object -> Json.meta(object, "namespace").equals(path.namespace()));
    }
    if (!path.name().isEmpty()) {
      all.add(object -> Json.meta(object, "name").equals(path.name()));
    }
    for (String term : terms(path.parameter("labelSelector"))) {
      all.add(label(term));
    }
    for (String term : terms(path.parameter("fieldSelector"))) {
      all.add(field(term));
    }
    return object -> all.stream().allMatch(one -> one.test(object));
  }

  private static List<String> terms(String selector) {
    return selector.isBlank()
        ? List.of()
        : Arrays.asList(COMMA_OUTSIDE_PARENTHESES.split(selector, -1));
  }

  private static Predicate<JsonNode> label(String term) {
    Matcher set = SET.matcher(term);
    if (set.matches()) {
      List<String> values = Arrays.stream(set.group(3).split(",", -1)).map(String::strip).toList();
      boolean in = set.group(2).equals("in");
      return object -> {
        JsonNode value = labels(object).path(set.group(1));
        return value.isMissingNode() ? !in : values.contains(value.asText()) == in;
      };
    }
    Matcher equals = EQUALS.matcher(term);
    if (equals.matches()) {
      boolean same = !equals.group(2).equals("!=");
      return object -> {
        JsonNode value = labels(object).path(equals.group(1));
        return (!value.isMissingNode() && value.asText().equals(equals.group(3))) == same;
      };
    }
    Matcher exists = EXISTS.matcher(term);
    if (exists.matches()) {
      return object -> labels(object).has(exists.group(2)) == exists.group(1).isEmpty();
    }
    throw ApiError.badRequest("unable to parse requirement: " + term);
  }

  private static JsonNode labels(JsonNode object) {
    return object.path("metadata").path("labels");
  }

  private static Predicate<JsonNode> field(String term) {
    Matcher equals = EQUALS.matcher(term);
    if (!equals.matches()) {
      throw ApiError.badRequest("invalid field selector: " + term);
    }
    String pointer = "/" + equals.group(1).replace('.', '/');
    boolean same = !equals.group(2).equals("!=");
    return object -> object.at(pointer).asText("").equals(equals.group(3)) == same;
  }
}
