// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import java.util.List;
import java.util.SplittableRandom;

/** All chance there is: the same seed, the same throws. */
final class Dice {
  private final long seed;
  private final SplittableRandom random;

  Dice(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(mixed(seed));
  }

  /** Returns dice of their own for {@code name}: what others throw does not move them. */
  Dice of(String name) {
    return new Dice(mixed(seed) + name.hashCode());
  }

  /** Neighbouring seeds would else throw the same, one throw later. */
  private static long mixed(long seed) {
    long z = (seed ^ (seed >>> 33)) * 0xff51afd7ed558ccdL;
    z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return z ^ (z >>> 33);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  long between(long from, long to) {
    return from >= to ? from : random.nextLong(from, to);
  }

  boolean chance(double p) {
    return random.nextDouble() < p;
  }

  boolean onceIn(int times) {
    return random.nextInt(times) == 0;
  }

  long any() {
    return random.nextLong();
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** Returns a length of time between two, as likely of any order of magnitude. */
  long span(long from, long to) {
    double log = Math.log(from) + random.nextDouble() * (Math.log(to) - Math.log(from));
    return Math.round(Math.exp(log));
  }
}
