// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.http;

/**
 * Tells an HTTP request line from a text command, so that a browser, a probe or curl draws no IDs
 * by accident: {@code METHOD SP target SP HTTP/1.x}. {@code GET a HTTP/1.1} stays a get of two
 * keys: its target is no path and no URL.
 */
public final class RequestLine {
  private static final String VERSION = " HTTP/1.";
  private static final String SCHEME = "://";

  private RequestLine() {}

  /** Returns whether the line {@code in[from, end)}, without its line end, is one. */
  public static boolean matches(byte[] in, int from, int end) {
    int target = targetOf(in, from, end);
    int targetEnd = end - VERSION.length() - 1;
    return target > 0
        && target < targetEnd
        && contains(in, targetEnd, VERSION)
        && indexOf(in, target, targetEnd, " ") < 0
        && (in[target] == '/' || indexOf(in, target, targetEnd, SCHEME) >= 0);
  }

  /** Returns whether a line that begins like this is a method and the beginning of a path. */
  public static boolean begins(byte[] in, int from, int end) {
    int target = targetOf(in, from, end);
    return target > 0 && target < end && in[target] == '/' && indexOf(in, target, end, " ") < 0;
  }

  /** Returns where the target begins, behind a word of capitals and one space; -1 if nowhere. */
  private static int targetOf(byte[] in, int from, int end) {
    int at = from;
    while (at < end && in[at] >= 'A' && in[at] <= 'Z') {
      at++;
    }
    return at > from && at < end && in[at] == ' ' ? at + 1 : -1;
  }

  private static int indexOf(byte[] in, int from, int end, String text) {
    for (int at = from; at <= end - text.length(); at++) {
      if (contains(in, at, text)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean contains(byte[] in, int at, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (in[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
