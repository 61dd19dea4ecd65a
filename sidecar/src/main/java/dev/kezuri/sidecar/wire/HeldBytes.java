// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** What a connection has received and the parser could not take yet. */
final class HeldBytes {
  private static final byte[] NONE = {};
  private byte[] bytes = NONE;
  private int from;
  private int to;

  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  boolean isEmpty() {
    return from == to;
  }

  /** Keeps {@code in[at, end)} and nothing else; {@code in} may be the held bytes themselves. */
  @SuppressWarnings("ReferenceEquality") // the same array, not an equal one
  void keep(byte[] in, int at, int end) {
    if (at == end) {
      drop();
    } else if (in == bytes) {
      from = at;
      to = end;
    } else {
      bytes = Arrays.copyOfRange(in, at, end);
      from = 0;
      to = bytes.length;
    }
  }

  void append(ByteBuf buf) {
    int count = buf.readableBytes();
    if (to + count > bytes.length) {
      int held = to - from;
      byte[] wider = new byte[Math.max(2 * held, held + count)];
      System.arraycopy(bytes, from, wider, 0, held);
      bytes = wider;
      from = 0;
      to = held;
    }
    buf.readBytes(bytes, to, count);
    to += count;
  }

  void drop() {
    bytes = NONE;
    from = 0;
    to = 0;
  }
}
