// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A file of a {@link SimulatedDisk}: what is seen, what is durable, and what is between. */
final class SimulatedFile {
  private record Write(byte[] bytes, int at) {}

  private final List<Write> unsynced = new ArrayList<>();
  private byte[] seen = new byte[0];
  private byte[] durable = new byte[0];

  int read(byte[] into, long at) {
    int length = Math.clamp(seen.length - at, 0, into.length);
    System.arraycopy(seen, (int) Math.min(at, seen.length), into, 0, length);
    return length;
  }

  void write(byte[] bytes, long at) {
    seen = put(seen, bytes, (int) at);
    unsynced.add(new Write(bytes.clone(), (int) at));
  }

  void sync() {
    unsynced.forEach(write -> durable = put(durable, write.bytes(), write.at()));
    unsynced.clear();
  }

  /** A failed sync: the pages count as clean, and what became of them nobody knows. */
  void failSync(Random random, int sector) {
    for (Write write : unsynced) {
      apply(write, random, sector);
    }
    unsynced.clear();
  }

  void cutPower(Random random, int sector) {
    failSync(random, sector);
    seen = durable.clone();
  }

  boolean flip(int at) {
    if (seen.length == 0) {
      return false;
    }
    int index = Math.floorMod(at, seen.length);
    seen[index] ^= 0x5a;
    if (index < durable.length) {
      durable[index] ^= 0x5a;
    }
    return true;
  }

  /** All of it arrived, nothing, the beginning, some sectors, or one sector is spoilt besides. */
  private void apply(Write write, Random random, int sector) {
    byte[] bytes = write.bytes();
    switch (random.nextInt(5)) {
      case 0 -> {}
      case 1 -> durable = put(durable, bytes, write.at());
      case 2 ->
          durable =
              put(durable, Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)), write.at());
      case 3 -> {
        for (int from = 0; from < bytes.length; from += sector) {
          applySector(bytes, from, random.nextBoolean() ? sector : 0, write.at());
        }
      }
      default -> {
        applySector(bytes, 0, random.nextInt(bytes.length), write.at());
        durable = put(durable, spoilt(random, sector), write.at());
      }
    }
  }

  private void applySector(byte[] bytes, int from, int length, int at) {
    int to = Math.min(from + length, bytes.length);
    durable = put(durable, Arrays.copyOfRange(bytes, from, to), at + from);
  }

  private static byte[] spoilt(Random random, int sector) {
    byte[] bytes = new byte[sector];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] put(byte[] old, byte[] bytes, int at) {
    byte[] all = at + bytes.length <= old.length ? old : Arrays.copyOf(old, at + bytes.length);
    System.arraycopy(bytes, 0, all, at, bytes.length);
    return all;
  }
}
