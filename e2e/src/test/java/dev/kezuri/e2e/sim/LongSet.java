// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import java.util.Arrays;

/** Numbers above 0, each once; eight bytes a place. */
final class LongSet {
  private long[] places = new long[1 << 12];
  private int size;

  /** Returns whether it was not there. */
  boolean add(long number) {
    if (size * 2 >= places.length) {
      grow();
    }
    return put(number);
  }

  private boolean put(long number) {
    int mask = places.length - 1;
    int at = (int) ((number * 0x9e3779b97f4a7c15L) >>> 32) & mask;
    while (places[at] != 0) {
      if (places[at] == number) {
        return false;
      }
      at = (at + 1) & mask;
    }
    places[at] = number;
    size++;
    return true;
  }

  private void grow() {
    long[] old = places;
    places = new long[old.length * 2];
    size = 0;
    Arrays.stream(old).filter(number -> number != 0).forEach(this::put);
  }
}
