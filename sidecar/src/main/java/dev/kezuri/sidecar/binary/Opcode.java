// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.binary;

import java.util.Arrays;

/**
 * What one opcode asks for, and the lengths that its request must have; memcached has the same
 * rules.
 *
 * @param extras the extras it must have
 * @param quiet whether success is not told; errors always are
 */
record Opcode(Kind kind, Key key, int extras, boolean extrasMayLack, boolean quiet) {
  /** Who answers. */
  enum Kind {
    VALUE,
    VALUE_WITH_KEY,
    DONE,
    VERSION,
    QUIT,
    STAT,
    NOT_FOUND,
    READ_ONLY,
    UNKNOWN
  }

  /** Whether a key is sent. */
  enum Key {
    NONE,
    ONE,
    EITHER
  }

  static final int MAX_KEY = 250;
  static final int FLUSH = 0x08;
  static final int FLUSHQ = 0x18;
  static final int TOUCH = 0x1c;

  private static final Opcode[] ALL = new Opcode[256];

  static {
    Arrays.fill(ALL, new Opcode(Kind.UNKNOWN, Key.EITHER, 0, true, false));
    // GET, GETQ, GETK, GETKQ; GAT, GATQ, GATK, GATKQ: a miss would be quiet, and there is none
    put(Kind.VALUE, Key.ONE, 0, 0x00, 0x09);
    put(Kind.VALUE_WITH_KEY, Key.ONE, 0, 0x0c, 0x0d);
    put(Kind.VALUE, Key.ONE, 4, 0x1d, 0x1e);
    put(Kind.VALUE_WITH_KEY, Key.ONE, 4, 0x23, 0x24);
    // NOOP, VERSION, STAT
    put(Kind.DONE, Key.NONE, 0, 0x0a);
    put(Kind.VERSION, Key.NONE, 0, 0x0b);
    put(Kind.STAT, Key.EITHER, 0, 0x10);
    // QUIT, QUITQ, FLUSH, FLUSHQ, VERBOSITY
    put(Kind.QUIT, Key.NONE, 0, 0x07);
    ALL[0x17] = new Opcode(Kind.QUIT, Key.NONE, 0, false, true);
    ALL[FLUSH] = new Opcode(Kind.DONE, Key.NONE, 4, true, false);
    ALL[FLUSHQ] = new Opcode(Kind.DONE, Key.NONE, 4, true, true);
    put(Kind.DONE, Key.NONE, 4, 0x1b);
    // DELETE, INCREMENT, DECREMENT, their quiet forms, TOUCH
    put(Kind.NOT_FOUND, Key.ONE, 0, 0x04, 0x14);
    put(Kind.NOT_FOUND, Key.ONE, 20, 0x05, 0x06, 0x15, 0x16);
    put(Kind.NOT_FOUND, Key.ONE, 4, TOUCH);
    // SET, ADD, REPLACE, APPEND, PREPEND and their quiet forms
    put(Kind.READ_ONLY, Key.EITHER, 0, 0x01, 0x02, 0x03, 0x0e, 0x0f);
    put(Kind.READ_ONLY, Key.EITHER, 0, 0x11, 0x12, 0x13, 0x19, 0x1a);
  }

  private static void put(Kind kind, Key key, int extras, int... opcodes) {
    for (int opcode : opcodes) {
      ALL[opcode] = new Opcode(kind, key, extras, false, false);
    }
  }

  static Opcode of(int number) {
    return ALL[number];
  }

  /** Returns whether a request may have these lengths. */
  boolean allows(int keyLength, int extrasLength, int bodyLength) {
    if (kind == Kind.UNKNOWN || kind == Kind.READ_ONLY) {
      // Whatever it carries is dropped.
      return true;
    }
    boolean keyFits =
        switch (key) {
          case NONE -> keyLength == 0;
          case ONE -> keyLength > 0 && keyLength <= MAX_KEY;
          case EITHER -> keyLength <= MAX_KEY;
        };
    return keyFits
        && (extrasLength == extras || (extrasLength == 0 && extrasMayLack))
        && bodyLength == keyLength + extrasLength;
  }
}
