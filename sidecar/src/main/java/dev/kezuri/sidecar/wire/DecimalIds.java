// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

import java.nio.charset.StandardCharsets;

/**
 * Writes IDs as decimal text. IDs come in rising order, so nearly all share their leading digits
 * with the one before: those are kept as text, and the last four come from a table.
 */
public final class DecimalIds {
  private static final int SHARE = 10_000;
  private static final byte[] LAST_FOUR = lastFour();

  /** The first ID with the leading digits kept, or a number that no ID is near to. */
  private long base = -SHARE;

  private byte[] leading = new byte[0];

  private static byte[] lastFour() {
    byte[] table = new byte[4 * SHARE];
    for (int i = 0, n = 0; n < SHARE; n++) {
      table[i++] = (byte) ('0' + n / 1000);
      table[i++] = (byte) ('0' + n / 100 % 10);
      table[i++] = (byte) ('0' + n / 10 % 10);
      table[i++] = (byte) ('0' + n % 10);
    }
    return table;
  }

  /** Returns how many digits {@code id} has. */
  public int length(long id) {
    if (id - base >= SHARE || id < base) {
      if (id < SHARE) {
        return small(id);
      }
      base = id - id % SHARE;
      leading = Long.toString(id / SHARE).getBytes(StandardCharsets.US_ASCII);
    }
    return leading.length + 4;
  }

  /**
   * Writes {@code id}; {@link #length} must have been asked for it just before.
   *
   * @return the position behind it
   */
  public int put(long id, byte[] to, int at) {
    if (id < SHARE) {
      int length = small(id);
      System.arraycopy(LAST_FOUR, 4 * (int) id + 4 - length, to, at, length);
      return at + length;
    }
    int shared = leading.length;
    System.arraycopy(leading, 0, to, at, shared);
    int from = 4 * (int) (id - base);
    int end = at + shared;
    to[end] = LAST_FOUR[from];
    to[end + 1] = LAST_FOUR[from + 1];
    to[end + 2] = LAST_FOUR[from + 2];
    to[end + 3] = LAST_FOUR[from + 3];
    return end + 4;
  }

  private static int small(long id) {
    return id >= 1000 ? 4 : id >= 100 ? 3 : id >= 10 ? 2 : 1;
  }
}
