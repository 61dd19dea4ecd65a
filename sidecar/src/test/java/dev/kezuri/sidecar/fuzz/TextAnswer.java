// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.fuzz;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The form of an answer in memcached's text protocol, classic and meta. */
final class TextAnswer {
  private static final Pattern VALUE = Pattern.compile("VALUE [^ \\n]+ 0 (\\d+)( \\d+)?");
  private static final Pattern META_VALUE = Pattern.compile("VA (\\d+)( [^\\n]*)?");
  private static final Pattern LINE =
      Pattern.compile(
          "END|ERROR.*|CLIENT_ERROR .+|SERVER_ERROR .+|VERSION \\S+ \\S+|STAT \\S+ .*|RESET|OK"
              + "|NOT_FOUND|MN|EN|HD.*|NF.*|NS.*|ME .*",
          Pattern.DOTALL); // what a client sent comes back, lone carriage returns and all

  private TextAnswer() {}

  /** Throws unless it is whole lines, each value as long as said, each get's answer ended. */
  static void check(String answer, boolean closed) {
    int at = 0;
    boolean inGet = false;
    while (at < answer.length()) {
      int end = answer.indexOf("\r\n", at);
      if (end < 0) {
        throw new AssertionError("ends in the middle of a line: " + quote(answer, at));
      }
      String line = answer.substring(at, end);
      Matcher value = VALUE.matcher(line);
      Matcher metaValue = META_VALUE.matcher(line);
      if (value.matches()) {
        inGet = true;
        at = data(answer, end + 2, Integer.parseInt(value.group(1)));
      } else if (!inGet && metaValue.matches()) {
        at = data(answer, end + 2, Integer.parseInt(metaValue.group(1)));
      } else if (inGet ? line.equals("END") : LINE.matcher(line).matches()) {
        inGet = false;
        at = end + 2;
      } else {
        throw new AssertionError("not a line of the protocol: " + quote(answer, at));
      }
    }
    if (inGet && !closed) {
      throw new AssertionError("a get without END, and the connection goes on");
    }
  }

  private static int data(String answer, int from, int length) {
    int end = from + length;
    if (length == 0 || end + 2 > answer.length() || !answer.startsWith("\r\n", end)) {
      throw new AssertionError("not " + length + " bytes of value: " + quote(answer, from));
    }
    Long.parseLong(answer.substring(from, end));
    return end + 2;
  }

  private static String quote(String answer, int at) {
    return '"' + answer.substring(at, Math.min(answer.length(), at + 80)) + '"';
  }
}
