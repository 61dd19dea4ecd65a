// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.text;

import dev.kezuri.sidecar.wire.Answer;

/**
 * The flags behind a meta command's key, checked as memcached checks them: one letter each, some
 * with a token, none twice. One for all connections of a loop.
 */
final class MetaFlags {
  private static final int MAX_OPAQUE = 32;
  private static final int ASCII = 127;

  private static final String FLAGS = "bcfhklqstuvCDEFIJLMNOPRT";

  private static final byte[] DUPLICATE = Answer.ascii("CLIENT_ERROR duplicate flag\r\n");
  private static final byte[] INVALID = Answer.ascii("CLIENT_ERROR invalid flag\r\n");
  private static final byte[] BAD_TOKEN =
      Answer.ascii("CLIENT_ERROR bad token in command line format\r\n");
  private static final byte[] BAD_KEY = Answer.ascii("CLIENT_ERROR error decoding key\r\n");
  private static final byte[] BAD_MODE =
      Answer.ascii("CLIENT_ERROR incorrect length for M token\r\n");
  private static final byte[] BAD_INITIAL =
      Answer.ascii("CLIENT_ERROR invalid numeric initial value\r\n");
  private static final byte[] BAD_DELTA =
      Answer.ascii("CLIENT_ERROR invalid numeric delta value\r\n");
  private static final byte[] OPAQUE_TOO_LONG =
      Answer.ascii("CLIENT_ERROR opaque token too long\r\n");

  /** The flags there are, a bit for each letter from A to z. */
  private long seen;

  private boolean opaqueTooLong;
  private int mode;

  /**
   * Reads the flags {@code in[from, end)} of the key {@code in[key, keyEnd)}.
   *
   * @return what is wrong with them, or null
   */
  byte[] read(byte[] in, int key, int keyEnd, int from, int end) {
    seen = 0;
    mode = 0;
    opaqueTooLong = false;
    byte[] wrong = null;
    for (int at = Tokens.skipSpaces(in, from, end); at < end; ) {
      int next = Tokens.endOfToken(in, at, end);
      int letter = in[at] & 0xff;
      if (letter >= ASCII || (letter >= 'A' && has(letter))) {
        opaqueTooLong = false;
        return DUPLICATE;
      }
      if (FLAGS.indexOf(letter) < 0) {
        opaqueTooLong = false;
        return INVALID;
      }
      byte[] verdict = verdict(letter, in, at + 1, next);
      seen |= 1L << (letter - 'A');
      wrong = verdict == null ? wrong : verdict;
      at = Tokens.skipSpaces(in, next, end);
    }
    if (has('b') && !Base64Key.isRight(in, key, keyEnd)) {
      wrong = BAD_KEY;
    }
    opaqueTooLong &= wrong == null;
    return opaqueTooLong ? OPAQUE_TOO_LONG : wrong;
  }

  /** Returns what is wrong with one flag whose token is {@code in[token, end)}. */
  private byte[] verdict(int letter, byte[] in, int token, int end) {
    switch (letter) {
      case 'O' -> {
        opaqueTooLong = end - token + 1 > MAX_OPAQUE;
        return null;
      }
      case 'M' -> {
        mode = token < end ? in[token] : 0;
        return end - token == 1 ? null : BAD_MODE;
      }
      case 'N', 'R', 'T' -> {
        return Numbers.isSigned(in, token, end) ? null : BAD_TOKEN;
      }
      case 'C', 'E' -> {
        return Numbers.isUnsigned(in, token, end) ? null : BAD_TOKEN;
      }
      case 'F' -> {
        return Numbers.isUnsigned(in, token, end) ? null : Texts.BAD_LINE;
      }
      case 'J' -> {
        return Numbers.isUnsigned(in, token, end) ? null : BAD_INITIAL;
      }
      case 'D' -> {
        return Numbers.isUnsigned(in, token, end) ? null : BAD_DELTA;
      }
      default -> {
        return null;
      }
    }
  }

  boolean has(int letter) {
    return (seen >> (letter - 'A') & 1) != 0;
  }

  /** Returns the letter behind M, or 0. */
  int mode() {
    return mode;
  }

  /** Returns whether what is wrong is the opaque token alone. */
  boolean isOpaqueTooLong() {
    return opaqueTooLong;
  }

  /**
   * Writes what every meta answer repeats of a flag: opaque token, or key.
   *
   * @param at where the flag stands
   * @return the position behind it in {@code to}
   */
  int echo(byte[] to, int toAt, byte[] in, int at, int end, int key, int keyEnd) {
    int out = toAt;
    if (in[at] == 'O') {
      int next = Tokens.endOfToken(in, at, end);
      to[out++] = ' ';
      System.arraycopy(in, at, to, out, next - at);
      return out + next - at;
    }
    if (in[at] == 'k') {
      to[out++] = ' ';
      to[out++] = 'k';
      System.arraycopy(in, key, to, out, keyEnd - key);
      out += keyEnd - key;
      if (has('b')) {
        to[out++] = ' ';
        to[out++] = 'b';
      }
    }
    return out;
  }
}
