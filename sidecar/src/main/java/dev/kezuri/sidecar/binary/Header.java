// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.binary;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The 24 bytes before each message, read and written where they lie. Lengths are unsigned: read as
 * signed they would let a key be longer than its message.
 */
final class Header {
  static final int LENGTH = 24;

  /** The extras of a value. */
  private static final int FLAGS = 4;

  private static final long RESPONSE = 0x81L << 56;
  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);

  private Header() {}

  private static VarHandle view(Class<?> type) {
    return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.BIG_ENDIAN);
  }

  static int opcode(byte[] in, int at) {
    return in[at + 1] & 0xff;
  }

  static int keyLength(byte[] in, int at) {
    return (short) SHORT.get(in, at + 2) & 0xffff;
  }

  static int extrasLength(byte[] in, int at) {
    return in[at + 4] & 0xff;
  }

  /** Returns the length of extras, key and value; unsigned. */
  static int bodyLength(byte[] in, int at) {
    return (int) INT.get(in, at + 8);
  }

  static int opaque(byte[] in, int at) {
    return (int) INT.get(in, at + 12);
  }

  static long cas(byte[] in, int at) {
    return (long) LONG.get(in, at + 16);
  }

  /** Writes the header of an answer; returns the position behind it. */
  static int put(
      byte[] to, int at, int opcode, int key, int status, int body, int opaque, long cas) {
    LONG.set(to, at, RESPONSE | (long) opcode << 48 | (long) key << 32 | status);
    INT.set(to, at + 8, body);
    INT.set(to, at + 12, opaque);
    LONG.set(to, at + 16, cas);
    return at + LENGTH;
  }

  /** Writes the header and the flags (0) of a value; returns the position behind them. */
  static int putValue(byte[] to, int at, int opcode, int key, int digits, int opaque, long cas) {
    long start = RESPONSE | (long) opcode << 48 | (long) key << 32 | (long) FLAGS << 24;
    LONG.set(to, at, start);
    INT.set(to, at + 8, FLAGS + key + digits);
    INT.set(to, at + 12, opaque);
    LONG.set(to, at + 16, cas);
    INT.set(to, at + LENGTH, 0);
    return at + LENGTH + FLAGS;
  }
}
