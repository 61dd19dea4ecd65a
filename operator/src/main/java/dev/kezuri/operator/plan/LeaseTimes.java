// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import dev.kezuri.id.IdLayout;

/** How long windows are, and when they are to grow. All in ms. */
record LeaseTimes(long leaseMs) {
  /** A pod that never starts costs a worker ID for this long. */
  private static final long SHORT_MS = 15 * 60_000L;

  /** A new window starts this far back, for sidecars whose clock is a little behind. */
  static final long BACK_MS = 60_000L;

  /** Returns the length of a window in this turn: short until the pod has started. */
  long spanMs(int turn) {
    return turn > 0 ? leaseMs : Math.min(leaseMs, SHORT_MS);
  }

  /** Returns the end of a window in this turn from {@code fromMs}: no layout reaches beyond its. */
  long endMs(long fromMs, int turn, IdLayout layout) {
    return Math.min(fromMs + spanMs(turn), layout.endMs());
  }

  /**
   * Returns when a window in use is to grow: when a quarter to a third of it is used, at another
   * time for each pod and the same time for a pod, so that pods started together spread out, and
   * two thirds are always left.
   */
  long dueMs(Held held, int turn) {
    long span = spanMs(turn);
    long jitter = Math.floorMod(held.podUid().hashCode(), span / 12 + 1);
    return held.window().notAfterMs() - span + span / 4 + jitter;
  }
}
