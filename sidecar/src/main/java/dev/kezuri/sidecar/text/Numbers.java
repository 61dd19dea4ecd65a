// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.text;

/** Tokens that must be numbers. Each method looks at the token that begins at {@code from}. */
final class Numbers {
  private static final int MAX_LENGTH_DIGITS = 9;
  private static final int MAX_SIGNED_DIGITS = 18;
  private static final String MAX_UNSIGNED = "18446744073709551615";

  private Numbers() {}

  /** Returns a length, a number of at most nine digits, or -1. */
  static int length(byte[] in, int from, int end) {
    int to = Tokens.endOfToken(in, from, end);
    if (to - from > MAX_LENGTH_DIGITS || !areDigits(in, from, to)) {
      return -1;
    }
    int number = 0;
    for (int at = from; at < to; at++) {
      number = number * 10 + in[at] - '0';
    }
    return number;
  }

  /** Returns whether it is a time: digits, with a sign or without. */
  static boolean isSigned(byte[] in, int from, int end) {
    int to = Tokens.endOfToken(in, from, end);
    boolean sign = from < to && (in[from] == '-' || in[from] == '+');
    int first = sign ? from + 1 : from;
    return to - first <= MAX_SIGNED_DIGITS && areDigits(in, first, to);
  }

  /** Returns whether it is a number from 0 to 2^64 - 1. */
  static boolean isUnsigned(byte[] in, int from, int end) {
    int to = Tokens.endOfToken(in, from, end);
    int first = from < to && in[from] == '+' ? from + 1 : from;
    if (!areDigits(in, first, to)) {
      return false;
    }
    while (first < to - 1 && in[first] == '0') {
      first++;
    }
    if (to - first != MAX_UNSIGNED.length()) {
      return to - first < MAX_UNSIGNED.length();
    }
    for (int i = 0; i < MAX_UNSIGNED.length(); i++) {
      int difference = in[first + i] - MAX_UNSIGNED.charAt(i);
      if (difference != 0) {
        return difference < 0;
      }
    }
    return true;
  }

  private static boolean areDigits(byte[] in, int from, int to) {
    for (int at = from; at < to; at++) {
      if (in[at] < '0' || in[at] > '9') {
        return false;
      }
    }
    return from < to;
  }
}
