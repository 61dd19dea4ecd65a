// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import java.util.Optional;

/**
 * The clock as the issuing thread read it last, for all IDs of a batch. What it does not change may
 * be asked by any thread.
 */
final class Reading {
  /** How old it may be for a batch, ns: a tenth of what a timestamp can tell. */
  static final long FRESH_NS = 100_000;

  private final TimeSource time;
  private final SteadyClock clock;
  private long ms = SteadyClock.NO_READING;
  private boolean taken;
  private long takenNs;

  Reading(TimeSource time) {
    this.time = time;
    this.clock = new SteadyClock(time);
  }

  /** As {@link #take}, unless it is fresh at {@code monotonicNs}: a reading costs as an ID does. */
  void refresh(Terms now, long lastMs, long monotonicNs) {
    if (!taken || monotonicNs - takenNs >= FRESH_NS) {
      take(now, lastMs);
      taken = true;
      takenNs = monotonicNs;
    }
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

  /** Returns why a reading taken now would give no ID, but for what passes; changes nothing. */
  Optional<Refusal> refusal(Terms now, long lastMs) {
    long peekMs = clock.peekMs(now.fromMs(), now.toMs());
    if (peekMs < now.fromMs()) {
      return Optional.of(missing(now));
    }
    return Math.max(peekMs, lastMs) >= now.toMs() ? Optional.of(now.over()) : Optional.empty();
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
