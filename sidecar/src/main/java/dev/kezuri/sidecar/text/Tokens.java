// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.text;

import dev.kezuri.sidecar.wire.Answer;

/** Words of a line. Only spaces part them: a tab is an ordinary byte, as in memcached. */
final class Tokens {
  static final int MAX_KEY = 250;
  private static final int MAX_WORD = 7;

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

  /** Returns the position of the next newline in {@code [from, to)}, or -1. */
  static int newline(byte[] in, int from, int to) {
    for (int at = from; at < to; at++) {
      if (in[at] == '\n') {
        return at;
      }
    }
    return -1;
  }

  /** Returns a word of up to seven bytes as a number, the same for both cases; 0 for others. */
  static long word(byte[] in, int from, int to) {
    int length = to - from;
    if (length > MAX_WORD) {
      return 0;
    }
    long word = length;
    for (int at = from; at < to; at++) {
      word = (word << 8) | (in[at] & 0xff) | 0x20;
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

  /** Returns a number of at most nine digits, or -1. */
  static int number(byte[] in, int from, int end) {
    int length = endOfToken(in, from, end) - from;
    if (length == 0 || length > 9) {
      return -1;
    }
    int number = 0;
    for (int at = from; at < from + length; at++) {
      int digit = in[at] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
