// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

/**
 * A clock in ms since 1970 that never goes back. It follows the wall clock while that moves on, and
 * runs at 90% of the monotonic clock while the wall clock is behind or outside the window.
 *
 * <p>Readings outside the window are never adopted: a wall clock that is hours off cannot push this
 * one ahead. Until one reading was inside, there is no time at all.
 *
 * <p>{@link #nowMs} and {@link #raiseTo} belong to the issuing thread, {@link #peekMs} to any.
 */
final class SteadyClock {
  /** No wall reading inside the window so far; before any timestamp. */
  static final long NO_READING = Long.MIN_VALUE;

  private final TimeSource time;

  /**
   * Where the steady line crosses monotonic 0, in µs since 1970; {@link #NO_READING} before the
   * first anchor. One number, so that another thread never sees half an anchor.
   */
  private volatile long baseUs = NO_READING;

  SteadyClock(TimeSource time) {
    this.time = time;
  }

  /** Returns the time, and adopts the wall clock's if it is in {@code [fromMs, toMs)} and ahead. */
  long nowMs(long fromMs, long toMs) {
    long wallMs = time.wallMs();
    long runUs = runUs();
    long steadyMs = at(runUs);
    if (wallMs > steadyMs && wallMs >= fromMs && wallMs < toMs) {
      baseUs = wallMs * 1000 - runUs;
      return wallMs;
    }
    return steadyMs;
  }

  /** Returns what {@link #nowMs} would, and changes nothing. */
  long peekMs(long fromMs, long toMs) {
    long wallMs = time.wallMs();
    long steadyMs = at(runUs());
    return wallMs > steadyMs && wallMs >= fromMs && wallMs < toMs ? wallMs : steadyMs;
  }

  /** Makes it {@code ms} now; the caller has seen that it is earlier. */
  void raiseTo(long ms) {
    baseUs = ms * 1000 - runUs();
  }

  /** Returns how far the wall clock is behind this one, in ms. */
  long aheadOfWallMs() {
    long steadyMs = at(runUs());
    return steadyMs == NO_READING ? 0 : Math.max(0, steadyMs - time.wallMs());
  }

  private long at(long runUs) {
    long base = baseUs;
    return base == NO_READING ? NO_READING : Math.floorDiv(base + runUs, 1000);
  }

  /** 90% of the monotonic clock, in µs. */
  private long runUs() {
    return Math.floorDiv(time.monotonicNs(), 10_000) * 9;
  }
}
