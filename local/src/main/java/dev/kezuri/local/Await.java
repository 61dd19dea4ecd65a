// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waits for conditions until a person has had enough. */
final class Await {
  private static final long POLL_MS = 50;

  private final CountDownLatch stop = new CountDownLatch(1);

  /** Ends all waiting, now and later. */
  void stop() {
    stop.countDown();
  }

  boolean stopped() {
    return stop.getCount() == 0;
  }

  /** Returns once {@link #stop} was called. */
  void untilStopped() throws InterruptedException {
    stop.await();
  }

  /**
   * Returns once {@code condition} holds.
   *
   * @throws TimeoutException if it does not within {@code seconds}
   * @throws InterruptedException if everything is to stop
   */
  void until(BooleanSupplier condition, int seconds) throws InterruptedException, TimeoutException {
    for (long polls = seconds * 1000L / POLL_MS; !condition.getAsBoolean(); polls--) {
      if (polls <= 0) {
        throw new TimeoutException("not within " + seconds + " s");
      }
      if (stop.await(POLL_MS, TimeUnit.MILLISECONDS)) {
        throw new InterruptedException("stopped");
      }
    }
  }
}
