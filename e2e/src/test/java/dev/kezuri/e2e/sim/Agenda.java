// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** Virtual time, and what is to happen in it; of equal times what was asked for first. */
final class Agenda {
  /** A thing that happens. */
  private record Entry(long atMs, long order, Runnable what) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(atMs, other.atMs);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long nowMs;
  private long order;
  private long endMs = Long.MIN_VALUE;
  private BooleanSupplier enough = () -> false;

  Agenda(long nowMs) {
    this.nowMs = nowMs;
  }

  /** Returns the true time, which nobody in the world can read. */
  long nowMs() {
    return nowMs;
  }

  void at(long ms, Runnable what) {
    entries.add(new Entry(Math.max(ms, nowMs), order++, what));
  }

  void after(long delayMs, Runnable what) {
    at(nowMs + delayMs, what);
  }

  /**
   * Lets time pass for what happens now, if nothing else was to happen meanwhile; else returns
   * false, and it has to come back later.
   */
  boolean pass(long ms) {
    long toMs = nowMs + ms;
    boolean alone = entries.isEmpty() || entries.peek().atMs() > toMs;
    if (!alone || toMs > endMs || enough.getAsBoolean()) {
      return false;
    }
    nowMs = toMs;
    return true;
  }

  /** Lets everything happen up to and at {@code end}, or until {@code isEnough}. */
  void runUntil(long end, BooleanSupplier isEnough) {
    endMs = end;
    enough = isEnough;
    while (!entries.isEmpty() && entries.peek().atMs() <= endMs) {
      if (enough.getAsBoolean()) {
        return;
      }
      Entry next = entries.remove();
      nowMs = next.atMs();
      next.what().run();
    }
    nowMs = Math.max(nowMs, endMs);
  }
}
