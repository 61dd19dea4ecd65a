// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.text;

/**
 * Tells an HTTP request line from a text command, so that a browser, a probe or curl draws no IDs
 * by accident. {@code GET a HTTP/1.1} stays a get of two keys: its target is no path and no URL.
 */
final class HttpLine {
  private static final byte[] HTTP = Answer.ascii("HTTP/1.");
  private static final String TEXT =
      "This port issues IDs to memcached clients: send \"get id\".\r\n";

  /** The whole answer to any request. */
  static final byte[] ANSWER =
      Answer.ascii(
          "HTTP/1.1 501 Not Implemented\r\nContent-Type: text/plain\r\nContent-Length: "
              + TEXT.length()
              + "\r\nConnection: close\r\n\r\n"
              + TEXT);

  private HttpLine() {}

  static boolean matches(byte[] in, int from, int end) {
    int target = Tokens.token(in, from, end, 1);
    int version = Tokens.token(in, from, end, 2);
    if (end - version != HTTP.length + 1 || !startsWith(in, version, HTTP)) {
      return false;
    }
    return in[target] == '/' || isAbsolute(in, target, Tokens.endOfToken(in, target, end));
  }

  private static boolean startsWith(byte[] in, int from, byte[] text) {
    for (int i = 0; i < text.length; i++) {
      if (in[from + i] != text[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAbsolute(byte[] in, int from, int end) {
    for (int at = from; at + 2 < end; at++) {
      if (in[at] == ':' && in[at + 1] == '/' && in[at + 2] == '/') {
        return true;
      }
    }
    return false;
  }
}
