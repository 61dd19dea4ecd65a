// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.text;

/**
 * The data that follows a storage command. It is read and dropped: were it left in the stream, its
 * lines would be taken for commands, and whoever can choose a stored value could send any.
 */
final class DataBlock {
  /** Longer blocks end the connection. */
  static final int MAX_BYTES = 64 << 20;

  /** How a storage line turned out. */
  enum Line {
    TOO_FEW_WORDS,
    BAD_LENGTH,
    TOO_LONG,
    OPEN
  }

  private static final long[] STORAGE = {
    Tokens.word("set"),
    Tokens.word("add"),
    Tokens.word("replace"),
    Tokens.word("append"),
    Tokens.word("prepend"),
    Tokens.word("cas")
  };
  private static final long META_SET = Tokens.word("ms");
  private static final long NOREPLY = Tokens.word("noreply");
  private int left;
  private boolean silent;

  /** Returns which token behind the command's name is the length, or -1 if no data follows. */
  static int lengthIndex(long word) {
    for (long storage : STORAGE) {
      if (word == storage) {
        return 3;
      }
    }
    return word == META_SET ? 1 : -1;
  }

  /**
   * Reads the line of a storage command.
   *
   * @param from behind the command's name
   * @param lengthIndex which token, counted from there, is the length
   */
  Line open(byte[] in, int from, int end, int lengthIndex) {
    int at = Tokens.token(in, from, end, lengthIndex);
    if (at == end) {
      return Line.TOO_FEW_WORDS;
    }
    left = Tokens.number(in, at, end);
    if (left < 0) {
      return Line.BAD_LENGTH;
    }
    silent = false;
    for (int next = at; next < end; ) {
      int nextEnd = Tokens.endOfToken(in, next, end);
      silent = Tokens.word(in, next, nextEnd) == NOREPLY;
      next = Tokens.skipSpaces(in, nextEnd, end);
    }
    return left > MAX_BYTES ? Line.TOO_LONG : Line.OPEN;
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

  boolean isSilent() {
    return silent;
  }
}
