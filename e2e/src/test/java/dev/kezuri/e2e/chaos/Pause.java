// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** How long faults last, and come after one another: what a seed decides, no condition. */
public final class Pause {
  private static final int LEAST_MS = 50;

  private Pause() {}

  /** Waits at least {@value #LEAST_MS} ms, and up to {@code most} more. */
  public static void upTo(Random random, Duration most) {
    of(Duration.ofMillis(LEAST_MS + random.nextLong(most.toMillis())));
  }

  /** Waits so long. */
  public static void of(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
