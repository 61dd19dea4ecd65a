// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.fuzz;

import java.nio.ByteBuffer;

/** Requests of memcached's binary protocol, mostly right. */
final class BinaryPackets {
  private static final int HEADER = 24;

  private final Bytes out;
  private int opaque;

  BinaryPackets(Bytes out) {
    this.out = out;
  }

  /** Writes one. */
  void next() {
    if (out.oneIn(60)) {
      out.noise(out.upTo(100));
      return;
    }
    int opcode = out.oneIn(12) ? out.upTo(255) : out.pick(0, 9, 0x0c, 0x0d, 0x0a, 0x0b, 0x10);
    if (out.oneIn(4)) {
      opcode = out.upTo(0x25);
    }
    int key = key(opcode);
    int extras = extras(opcode);
    int value = (opcode >= 1 && opcode <= 3) || out.oneIn(30) ? out.upTo(200) : 0;
    int body = key + extras + value;
    int said = out.oneIn(40) ? (int) out.bits() : out.oneIn(40) ? out.upTo(200) : body;
    ByteBuffer packet = ByteBuffer.allocate(HEADER);
    packet.put((byte) (out.oneIn(80) ? out.upTo(255) : 0x80)).put((byte) opcode);
    packet.putShort((short) (out.oneIn(60) ? out.upTo(65_535) : key));
    packet.put((byte) extras).put((byte) (out.oneIn(60) ? 1 : 0));
    packet.putShort((short) (out.oneIn(10) ? out.upTo(65_535) : 0));
    packet.putInt(said).putInt(out.oneIn(3) ? (int) out.bits() : opaque++);
    packet.putLong(out.oneIn(3) ? out.bits() : 0);
    out.put(packet).noise(extras).repeat("k", key).noise(value);
  }

  private int key(int opcode) {
    return switch (opcode) {
      case 0x07, 0x0a, 0x0b, 0x17 -> out.oneIn(20) ? 1 : 0;
      case 0x10 -> out.oneIn(2) ? 0 : out.upTo(8);
      default -> out.oneIn(20) ? out.pick(0, 250, 251, 300) : 1 + out.upTo(10);
    };
  }

  private int extras(int opcode) {
    int right =
        switch (opcode) {
          case 1, 2, 3, 0x11, 0x12, 0x13 -> 8;
          case 5, 6, 0x15, 0x16 -> 20;
          case 0x1b, 0x1c, 0x1d, 0x1e, 0x23, 0x24 -> 4;
          default -> 0;
        };
    return out.oneIn(20) ? out.upTo(24) : right;
  }
}
