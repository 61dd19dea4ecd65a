// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.fuzz;

import java.nio.ByteBuffer;

/** The form of an answer in memcached's binary protocol. */
final class BinaryAnswer {
  private static final int HEADER = 24;
  private static final byte REQUEST = (byte) 0x80;
  private static final byte RESPONSE = (byte) 0x81;
  private static final byte STAT = 0x10;

  private BinaryAnswer() {}

  /**
   * Throws unless it is whole packets, each the answer of a request, in their order: its opcode and
   * opaque are those of a request behind the one answered last, or of the same stat request.
   */
  static void check(byte[] answer, byte[] sent) {
    ByteBuffer in = ByteBuffer.wrap(answer);
    Requests requests = new Requests(ByteBuffer.wrap(sent));
    while (in.hasRemaining()) {
      int start = in.position();
      if (in.remaining() < HEADER || in.get(start) != RESPONSE) {
        throw new AssertionError("no packet at byte " + start + " of " + answer.length);
      }
      int body = in.getInt(start + 8);
      int inner = (in.getShort(start + 2) & 0xffff) + (in.get(start + 4) & 0xff);
      if (body < inner || body > in.remaining() - HEADER) {
        throw new AssertionError("a body of " + body + " at byte " + start);
      }
      if (!requests.skipTo(in.get(start + 1), in.getInt(start + 12))) {
        throw new AssertionError("packet at byte " + start + " answers no request in its turn");
      }
      in.position(start + HEADER + body);
    }
  }

  private static final class Requests {
    private final ByteBuffer in;
    private boolean onStat;

    Requests(ByteBuffer in) {
      this.in = in;
    }

    boolean skipTo(byte opcode, int opaque) {
      if (onStat && matches(opcode, opaque)) {
        return true;
      }
      if (onStat) {
        next();
      }
      onStat = false;
      while (in.remaining() >= HEADER && in.get(in.position()) == REQUEST) {
        if (matches(opcode, opaque)) {
          onStat = opcode == STAT;
          if (!onStat) {
            next();
          }
          return true;
        }
        next();
      }
      return false;
    }

    private boolean matches(byte opcode, int opaque) {
      int at = in.position();
      return in.remaining() >= HEADER && in.get(at + 1) == opcode && in.getInt(at + 12) == opaque;
    }

    private void next() {
      long body = in.getInt(in.position() + 8) & 0xffffffffL;
      in.position((int) Math.min(in.limit(), in.position() + HEADER + body));
    }
  }
}
