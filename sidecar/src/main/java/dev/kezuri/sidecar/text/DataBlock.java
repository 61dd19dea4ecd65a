// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.text;

import dev.kezuri.sidecar.wire.Answer;

/**
 * A storage command. The data that follows its line is read and dropped: were it left in the
 * stream, its lines would be taken for commands, and whoever can choose a stored value could send
 * any. So every answer but that to a line without a length comes behind the data.
 */
final class DataBlock {
  /** Longer blocks end the connection. */
  static final int MAX_BYTES = 64 << 20;

  /** How a storage line turned out. */
  enum Line {
    /** No data follows: it has no length. */
    TOO_FEW_WORDS,
    /** Where the data ends is not known. */
    BAD_LENGTH,
    TOO_LONG,
    OPEN
  }

  private static final int LENGTH = 3;
  private static final long CAS = Tokens.word("cas");
  private static final long[] STORAGE = {
    Tokens.word("set"),
    Tokens.word("add"),
    Tokens.word("replace"),
    Tokens.word("append"),
    Tokens.word("prepend"),
    CAS
  };
  private static final long NOREPLY = Tokens.word("noreply");

  private static final byte[] READ_ONLY =
      Answer.ascii("SERVER_ERROR read-only: this server issues IDs\r\n");

  private int left;
  private byte[] answer;

  /** Returns whether the command is one of these. */
  static boolean follows(long word) {
    for (long storage : STORAGE) {
      if (word == storage) {
        return true;
      }
    }
    return false;
  }

  /** Reads the line of {@code word} with the arguments {@code in[from, end)}. */
  Line open(long word, byte[] in, int from, int end) {
    int count = Tokens.count(in, from, end);
    int least = word == CAS ? LENGTH + 2 : LENGTH + 1;
    if (count < least) {
      return Line.TOO_FEW_WORDS;
    }
    boolean silent = Tokens.endsWith(NOREPLY, in, from, end);
    byte[] text =
        count > least + 1
            ? Texts.ERROR
            : silent ? Texts.NOTHING : isRight(word, in, from, end) ? READ_ONLY : Texts.BAD_LINE;
    return open(in, Tokens.token(in, from, end, LENGTH), end, text);
  }

  /** Expects the data whose length stands at {@code at}, and then to answer {@code text}. */
  Line open(byte[] in, int at, int end, byte[] text) {
    left = Numbers.length(in, at, end);
    answer = text;
    return left < 0 ? Line.BAD_LENGTH : left > MAX_BYTES ? Line.TOO_LONG : Line.OPEN;
  }

  private static boolean isRight(long word, byte[] in, int from, int end) {
    int key = Tokens.token(in, from, end, 0);
    return Tokens.endOfToken(in, key, end) - key <= Tokens.MAX_KEY
        && Numbers.isUnsigned(in, Tokens.token(in, from, end, 1), end)
        && Numbers.isSigned(in, Tokens.token(in, from, end, 2), end)
        && (word != CAS || Numbers.isUnsigned(in, Tokens.token(in, from, end, LENGTH + 1), end));
  }

  /** Drops what belongs to the block; returns how many bytes. */
  int swallow(int available) {
    int count = Math.min(left, available);
    left -= count;
    return count;
  }

  boolean isRead() {
    return left == 0;
  }

  byte[] answer() {
    return answer;
  }
}
