// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.text;

import dev.kezuri.sidecar.wire.Answer;

/** Words of a line. Only spaces part them: a tab is an ordinary byte, as in memcached. */
final class Tokens {
  static final int MAX_KEY = 250;
  private static final int MAX_WORD = 12;

  private Tokens() {}

  static int skipSpaces(byte[] in, int from, int end) {
    int at = from;
    while (at < end && in[at] == ' ') {
      at++;
    }
    return at;
  }

  static int endOfToken(byte[] in, int from, int end) {
    int at = from;
    while (at < end && in[at] != ' ') {
      at++;
    }
    return at;
  }

  /**
   * Returns a word of up to twelve letters and underscores as a number, the same for both cases; 0
   * for others.
   */
  static long word(byte[] in, int from, int to) {
    if (to - from > MAX_WORD) {
      return 0;
    }
    long word = 0;
    for (int at = from; at < to; at++) {
      int letter = in[at] | 0x20;
      if ((letter < 'a' || letter > 'z') && in[at] != '_') {
        return 0;
      }
      word = (word << 5) | (in[at] & 0x1f);
    }
    return word;
  }

  static long word(String text) {
    byte[] bytes = Answer.ascii(text);
    return word(bytes, 0, bytes.length);
  }

  /** Returns the beginning of token {@code index} (0 is the first), or {@code end}. */
  static int token(byte[] in, int from, int end, int index) {
    int at = skipSpaces(in, from, end);
    for (int i = 0; i < index; i++) {
      at = skipSpaces(in, endOfToken(in, at, end), end);
    }
    return at;
  }

  /** Returns how many tokens {@code [from, end)} holds. */
  static int count(byte[] in, int from, int end) {
    int count = 0;
    for (int at = skipSpaces(in, from, end); at < end; count++) {
      at = skipSpaces(in, endOfToken(in, at, end), end);
    }
    return count;
  }

  /** Returns whether the last token of {@code [from, end)} is this word. */
  static boolean endsWith(long word, byte[] in, int from, int end) {
    int to = end;
    while (to > from && in[to - 1] == ' ') {
      to--;
    }
    int at = to;
    while (at > from && in[at - 1] != ' ') {
      at--;
    }
    return at < to && word(in, at, to) == word;
  }

  /** Returns whether every key in {@code [from, end)} is short enough. */
  static boolean keysFit(byte[] in, int from, int end) {
    if (end - from <= MAX_KEY) {
      return true;
    }
    int at = skipSpaces(in, from, end);
    while (at < end) {
      int keyEnd = endOfToken(in, at, end);
      if (keyEnd - at > MAX_KEY) {
        return false;
      }
      at = skipSpaces(in, keyEnd, end);
    }
    return true;
  }
}
