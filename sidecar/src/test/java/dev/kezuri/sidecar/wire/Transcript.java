// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of what is sent and what must come back: {@code >} a line sent, {@code >>} bytes sent
 * without a line end, {@code <} a line expected, {@code <~} a pattern it must match, {@code x} the
 * server closes, {@code !} so many IDs and no more. Escapes are {@code \n \r \t \\ \xNN}; {@code
 * {k*250}} repeats.
 */
record Transcript(byte[] sent, List<String> expected, boolean closed, long ids) {
  private static final Pattern REPEAT = Pattern.compile("\\{([^*}]+)\\*(\\d+)}");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(n|r|t|\\\\|x([0-9a-f]{2}))");

  static Transcript read(Path file) throws IOException {
    StringBuilder sent = new StringBuilder();
    List<String> expected = new ArrayList<>();
    boolean closed = false;
    long ids = Long.MAX_VALUE;
    for (String line : Files.readAllLines(file)) {
      String rest = line.replaceFirst("^\\S+ ?", "");
      switch (line.split(" ", 2)[0]) {
        case ">" -> sent.append(unescaped(rest)).append("\r\n");
        case ">>" -> sent.append(unescaped(rest));
        case "<" -> expected.add(Pattern.quote(unescaped(rest)));
        case "<~" -> expected.add(rest);
        case "x" -> closed = true;
        case "!" -> ids = Long.parseLong(rest);
        case "#", "" -> {}
        default -> throw new IllegalArgumentException(file + ": " + line);
      }
    }
    byte[] bytes = sent.toString().getBytes(StandardCharsets.ISO_8859_1);
    return new Transcript(bytes, expected, closed, ids);
  }

  private static String unescaped(String text) {
    String repeated =
        REPEAT
            .matcher(text)
            .replaceAll(
                m -> Matcher.quoteReplacement(m.group(1).repeat(Integer.parseInt(m.group(2)))));
    return ESCAPE.matcher(repeated).replaceAll(m -> Matcher.quoteReplacement(unescaped(m)));
  }

  private static String unescaped(java.util.regex.MatchResult escape) {
    return switch (escape.group(1).charAt(0)) {
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case '\\' -> "\\";
      default -> String.valueOf((char) Integer.parseInt(escape.group(2), 16));
    };
  }

  void check(String answer, boolean wasClosed) {
    // A newline alone, as in an HTTP body, ends a line as well, and is seen: "< one\n".
    List<String> lines = List.of(answer.replaceAll("(?<!\r)\n", "\n\r\n").split("\r\n", -1));
    assertThat(lines.getLast()).as("ends with a line end: " + answer).isEmpty();
    assertThat(lines.subList(0, lines.size() - 1)).as(answer).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(lines.get(i)).as("line " + (i + 1)).matches(expected.get(i));
    }
    assertThat(wasClosed).as("closed").isEqualTo(closed);
  }
}
