// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * The connections whose command waits for an ID, first come, first served. Nothing spins: the first
 * in the queue is tried again by a timer, or when woken.
 */
public final class ParkingLot {
  /** How often a used-up millisecond is looked at: five times in it cost about 2% of a core. */
  private static final long NEXT_MS_MICROS = 200;

  /** A wake-up should come; this is for the case that it was lost. */
  private static final long UNTIL_WOKEN_MICROS = 50_000;

  private final ArrayDeque<Waiter> waiting = new ArrayDeque<>();
  private Future<?> timer;
  private boolean serving;
  private boolean refusedAgain;

  int size() {
    return waiting.size();
  }

  /** Returns whether others wait already, so that a new command must go behind them. */
  public boolean mustQueue() {
    return !serving && !waiting.isEmpty();
  }

  /**
   * Puts a connection at the end.
   *
   * @param why {@link Pause#QUEUE}, {@link Pause#NEXT_MS} or {@link Pause#UNTIL_WOKEN}
   */
  public void park(Waiter waiter, Pause why, EventExecutor loop) {
    waiting.addLast(waiter);
    refusedAgain = true;
    if (why == Pause.NEXT_MS) {
      tryAgain(loop, NEXT_MS_MICROS);
    } else if (why == Pause.UNTIL_WOKEN) {
      tryAgain(loop, UNTIL_WOKEN_MICROS);
    }
  }

  private void tryAgain(EventExecutor loop, long micros) {
    if (timer != null) {
      timer.cancel(false);
    }
    timer = loop.schedule(this::serve, micros, TimeUnit.MICROSECONDS);
  }

  /** Forgets a connection that closed. */
  public void leave(Waiter waiter) {
    waiting.remove(waiter);
  }

  void wake() {
    if (timer != null) {
      timer.cancel(false);
    }
    serve();
  }

  /**
   * Serves from the front until one is refused again; that one goes to the end, so that a huge
   * command gives way to the others after each millisecond it used up.
   */
  private void serve() {
    timer = null;
    serving = true;
    try {
      refusedAgain = false;
      for (int left = waiting.size(); left > 0 && !refusedAgain && !waiting.isEmpty(); left--) {
        waiting.removeFirst().resumeParked();
      }
    } finally {
      serving = false;
    }
  }
}
