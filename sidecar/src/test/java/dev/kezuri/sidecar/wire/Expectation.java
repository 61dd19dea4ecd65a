// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line that must come back: a text line as it is, one that a pattern describes, or bytes. The
 * n-th ID that the transcript draws is written {@code {n}}, and {@code {n:8}} as a number of eight
 * bytes; from memcached, which has stored a value or counts changes, any of that length will do.
 */
record Expectation(Kind kind, Transcript.Server server, String text) {
  enum Kind {
    LINE,
    PATTERN,
    HEX
  }

  private static final Pattern ID = Pattern.compile("\\{(\\d+)(:8)?}");
  private static final Pattern HEX_TOKEN =
      Pattern.compile("#.*|\"([^\"]*)\"|(\\{\\d+(?::8)?})|([0-9a-f]+)|\\s+|(.)");

  boolean isOf(Transcript.Server which) {
    return server == null || server == which;
  }

  /** Returns what the line must match, told by this server. */
  Pattern pattern(Transcript.Server by) {
    return switch (kind) {
      case PATTERN -> Pattern.compile(text);
      case LINE -> Pattern.compile(withIds(Escapes.resolved(text), by));
      case HEX -> Pattern.compile(withIds(bytes(text), by), Pattern.DOTALL);
    };
  }

  /** Returns how many bytes a line of bytes is long. */
  int length() {
    return ID.matcher(bytes(text))
        .replaceAll(id -> id.group(2) == null ? "-".repeat(19) : "-".repeat(8))
        .length();
  }

  private static String withIds(String text, Transcript.Server by) {
    StringBuilder pattern = new StringBuilder();
    int at = 0;
    Matcher id = ID.matcher(text);
    while (id.find()) {
      pattern.append(Pattern.quote(text.substring(at, id.start()))).append(id(id, by));
      at = id.end();
    }
    return pattern.append(Pattern.quote(text.substring(at))).toString();
  }

  private static String id(MatchResult field, Transcript.Server by) {
    boolean binary = field.group(2) != null;
    if (by == Transcript.Server.MEMCACHED) {
      return binary ? ".{8}" : "\\d+";
    }
    long id = FakeIds.FIRST + Long.parseLong(field.group(1)) - 1;
    String digits = HexFormat.of().toHexDigits(id);
    return binary ? Pattern.quote(bytes(digits)) : String.valueOf(id);
  }

  /** Returns the bytes that hex digits and quoted words stand for, fields left as they are. */
  static String bytes(String hex) {
    StringBuilder bytes = new StringBuilder();
    Matcher token = HEX_TOKEN.matcher(hex);
    while (token.find()) {
      if (token.group(4) != null) {
        throw new IllegalArgumentException("neither hex nor quoted: " + hex);
      } else if (token.group(3) != null) {
        byte[] some = HexFormat.of().parseHex(token.group(3));
        bytes.append(new String(some, StandardCharsets.ISO_8859_1));
      } else if (token.group(2) != null) {
        bytes.append(token.group(2));
      } else if (token.group(1) != null) {
        bytes.append(Escapes.resolved(token.group(1)));
      }
    }
    return bytes.toString();
  }
}
