// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Escapes of a transcript: {@code \n \r \t \\ \xNN}; {@code {k*250}} repeats. */
final class Escapes {
  private static final Pattern REPEAT = Pattern.compile("\\{([^*}]+)\\*(\\d+)}");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(n|r|t|\\\\|x([0-9a-f]{2}))");

  private Escapes() {}

  /** Returns what the text stands for. */
  static String resolved(String text) {
    String repeated =
        REPEAT
            .matcher(text)
            .replaceAll(
                m -> Matcher.quoteReplacement(m.group(1).repeat(Integer.parseInt(m.group(2)))));
    return ESCAPE.matcher(repeated).replaceAll(m -> Matcher.quoteReplacement(resolved(m)));
  }

  private static String resolved(MatchResult escape) {
    return switch (escape.group(1).charAt(0)) {
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case '\\' -> "\\";
      default -> String.valueOf((char) Integer.parseInt(escape.group(2), 16));
    };
  }
}
