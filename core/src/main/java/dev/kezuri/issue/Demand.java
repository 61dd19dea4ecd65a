// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;

/** Carries the issuing thread's wish for a reservation to the executor, one at a time. */
final class Demand {
  private final Executor executor;
  private final LongConsumer write;
  private final Runnable wake;
  private final Runnable task = this::run;
  private final AtomicBoolean underWay = new AtomicBoolean();
  private volatile long wantedMs;

  /**
   * @param write gets the timestamp wanted, on the executor
   * @param wake runs after each write
   */
  Demand(Executor executor, LongConsumer write, Runnable wake) {
    this.executor = executor;
    this.write = write;
    this.wake = wake;
  }

  /** Asks for a reservation of {@code ms}, unless one is under way; never waits. */
  void ask(long ms) {
    wantedMs = ms;
    if (underWay.compareAndSet(false, true)) {
      try {
        executor.execute(task);
      } catch (RejectedExecutionException e) {
        underWay.set(false); // shut down: the caller is ending, and nothing more is reserved
      }
    }
  }

  private void run() {
    try {
      write.accept(wantedMs);
    } finally {
      underWay.set(false);
      wake.run();
    }
  }
}
