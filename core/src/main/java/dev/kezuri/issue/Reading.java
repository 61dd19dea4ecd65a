// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

/**
 * The clock as the issuing thread read it last, for all IDs of a batch. What it does not change may
 * be asked by any thread.
 */
final class Reading {
  private final TimeSource time;
  private final SteadyClock clock;
  private long ms = SteadyClock.NO_READING;

  Reading(TimeSource time) {
    this.time = time;
    this.clock = new SteadyClock(time);
  }

  /** Reads the clock, which goes on from {@code lastMs} if it is behind. */
  void take(Terms now, long lastMs) {
    ms = clock.nowMs(now.fromMs(), now.toMs());
    if (ms >= now.fromMs() && ms < lastMs) {
      clock.raiseTo(lastMs);
      ms = lastMs;
    }
  }

  long ms() {
    return ms;
  }

  /** Returns what would be read now; changes nothing. */
  long peekMs(Terms now) {
    return clock.peekMs(now.fromMs(), now.toMs());
  }

  /** Returns why there is no time: no reading was inside so far, or none since a later grant. */
  Refusal missing(Terms now) {
    return time.wallMs() < now.fromMs() ? Refusal.CLOCK_OUTSIDE_WINDOW : now.over();
  }

  /** Returns how far the wall clock is behind, in ms. */
  long aheadOfWallMs() {
    return clock.aheadOfWallMs();
  }
}
