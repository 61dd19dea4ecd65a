// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.bench.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/** The driver's threads: as many requests at a time as the operator may send. */
final class Load implements AutoCloseable {
  static final int WRITERS = 16;
  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);

  /** Does {@code one} for 0 to {@code count} - 1, 16 at a time; returns the ms it took. */
  double run(int count, IntConsumer one) {
    AtomicInteger next = new AtomicInteger();
    long start = System.nanoTime();
    List<Future<?>> all = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      all.add(
          threads.submit(
              () -> {
                for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                  one.accept(i);
                }
              }));
    }
    try {
      for (Future<?> writer : all) {
        writer.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return (System.nanoTime() - start) / 1e6;
  }

  /** Looks every {@code everyMs} until {@code done}, at most {@code boundS}. */
  static void await(String what, int everyMs, int boundS, BooleanSupplier done) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(boundS);
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not within " + boundS + " s: " + what);
      }
      rest(everyMs);
    }
  }

  /** Lets time pass in which something is counted. */
  static void rest(long ms) {
    try {
      var _ = NEVER.await(ms, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
