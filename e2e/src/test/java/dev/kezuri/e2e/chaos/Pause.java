// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** How long faults last, and come after one another: what a seed decides, no condition. */
final class Pause {
  private static final int LEAST_MS = 50;

  private Pause() {}

  static void upTo(Random random, Duration most) {
    of(Duration.ofMillis(LEAST_MS + random.nextLong(most.toMillis())));
  }

  static void of(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
