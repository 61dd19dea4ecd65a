// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.fuzz;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The form of HTTP answers. */
final class HttpAnswer {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 [1-5]\\d\\d [^\\r\\n]+\\r\\n");
  private static final Pattern LENGTH = Pattern.compile("\\r\\nContent-Length: (\\d+)\\r\\n");
  private static final String BEGIN = "HTTP/1.1 ";

  private HttpAnswer() {}

  /** Throws unless it is whole answers, each body as long as said, or none at all after a HEAD. */
  static void check(String answer, String sent) {
    int at = 0;
    while (at < answer.length()) {
      int body = answer.indexOf("\r\n\r\n", at) + 4;
      String head = body < 4 ? "" : answer.substring(at, body);
      if (!STATUS.matcher(head).lookingAt()) {
        throw new AssertionError("no HTTP answer at " + at + ": " + quote(answer, at));
      }
      Matcher said = LENGTH.matcher(head);
      int length = said.find() ? Integer.parseInt(said.group(1)) : 0;
      boolean headOnly =
          sent.contains("HEAD ") && (body == answer.length() || answer.startsWith(BEGIN, body));
      at = headOnly ? body : body + length;
      if (at > answer.length()) {
        throw new AssertionError("a body shorter than said: " + quote(answer, body));
      }
    }
  }

  private static String quote(String answer, int at) {
    return '"' + answer.substring(at, Math.min(answer.length(), at + 80)) + '"';
  }
}
