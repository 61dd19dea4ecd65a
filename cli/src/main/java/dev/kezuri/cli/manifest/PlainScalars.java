// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * What kubectl takes a scalar without quotes for: YAML 1.1 with some of 1.2, so that yes is true,
 * 0755 and 0o755 are 493, and 12:30 and 2026-11-24 are texts.
 */
final class PlainScalars implements Schema, ScalarResolver {
  private static final Set<String> TRUE = words("y yes true on");
  private static final Set<String> FALSE = words("n no false off");
  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  private static final Pattern NOT_FINITE =
      Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
  private static final Pattern INTEGER =
      Pattern.compile("([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?");
  private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  /** All lower case, all upper case, or the first letter upper case. */
  private static Set<String> words(String lower) {
    return Stream.of(lower.split(" ", -1))
        .flatMap(
            word ->
                Stream.of(
                    word,
                    word.toUpperCase(java.util.Locale.ROOT),
                    word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1)))
        .collect(Collectors.toSet());
  }

  /**
   * Returns the value of a plain scalar.
   *
   * @throws ManifestException if JSON has no such value
   */
  static JsonNode value(String text) {
    if (NOT_FINITE.matcher(text).matches()) {
      throw new ManifestException(text + " is a number that JSON does not have");
    }
    if (NULL.contains(text)) {
      return NullNode.instance;
    }
    if (TRUE.contains(text) || FALSE.contains(text)) {
      return BooleanNode.valueOf(TRUE.contains(text));
    }
    char first = text.charAt(0);
    boolean maybeNumber = (first >= '0' && first <= '9') || "+-.".indexOf(first) >= 0;
    return maybeNumber ? number(text).orElse(TextNode.valueOf(text)) : TextNode.valueOf(text);
  }

  private static Optional<JsonNode> number(String text) {
    String plain = text.charAt(0) == '.' ? text : text.replace("_", "");
    Matcher integer = INTEGER.matcher(plain);
    if (integer.matches()) {
      BigInteger value = integer(integer);
      if (value.compareTo(MIN) >= 0 && value.compareTo(MAX) <= 0) {
        return Optional.of(
            value.bitLength() < Integer.SIZE
                ? IntNode.valueOf(value.intValue())
                : BigIntegerNode.valueOf(value));
      }
    }
    return FLOAT.matcher(plain).matches()
        ? Optional.of(DecimalNode.valueOf(new BigDecimal(plain)))
        : Optional.empty();
  }

  private static BigInteger integer(Matcher parts) {
    int[] radix = {16, 2, 8, 10};
    for (int i = 0; i < radix.length; i++) {
      if (parts.group(i + 2) != null) {
        BigInteger value = new BigInteger(parts.group(i + 2), radix[i]);
        return parts.group(1).equals("-") ? value.negate() : value;
      }
    }
    throw new IllegalStateException(parts.group());
  }

  @Override
  public Tag resolve(String text, Boolean implicit) {
    if (!implicit) {
      return Tag.STR;
    }
    if (NOT_FINITE.matcher(text).matches()) {
      return Tag.FLOAT;
    }
    JsonNode value = value(text);
    return switch (value.getNodeType()) {
      case NULL -> Tag.NULL;
      case BOOLEAN -> Tag.BOOL;
      case NUMBER -> value.isIntegralNumber() ? Tag.INT : Tag.FLOAT;
      default -> Tag.STR;
    };
  }

  @Override
  public ScalarResolver getScalarResolver() {
    return this;
  }

  /** Nothing is built of nodes but JSON, by {@link NodeJson}. */
  @Override
  public Map<Tag, ConstructNode> getSchemaTagConstructors() {
    return Map.of();
  }
}
