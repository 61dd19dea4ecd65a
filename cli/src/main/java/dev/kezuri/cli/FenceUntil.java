// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.api.v1alpha1.SpanText;
import dev.kezuri.cli.fence.Times;
import dev.kezuri.lease.Window;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalLong;

/** What {@code --until} says, and the clocks it is held against. */
final class FenceUntil {
  /** As much as the operator bears. */
  private static final long SKEW_MS = Duration.ofSeconds(30).toMillis();

  /** What a fence takes by itself at the most: so that one can be made again, to the same time. */
  private static final long LATEST_MS = Window.LONGEST_LEASE_MS + Times.CLOCKS_MS;

  /** The header Date is cut to the second. */
  private static final long HEADER_STEP_MS = 1_000;

  private final OptionalLong timeMs;
  private final OptionalLong spanMs;

  private FenceUntil(OptionalLong timeMs, OptionalLong spanMs) {
    this.timeMs = timeMs;
    this.spanMs = spanMs;
  }

  /**
   * Reads a time or a length of time; null is neither.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  static FenceUntil parse(String text) {
    if (text == null) {
      return new FenceUntil(OptionalLong.empty(), OptionalLong.empty());
    }
    try {
      return time(text)
          .map(ms -> new FenceUntil(OptionalLong.of(ms), OptionalLong.empty()))
          .orElseGet(
              () ->
                  new FenceUntil(
                      OptionalLong.empty(), OptionalLong.of(SpanText.ms("--until", text))));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--until must be a time such as 2026-11-24T08:00:00Z, or a length of time from now such"
              + " as 24h, 90s or 1h30m: "
              + text,
          e);
    }
  }

  private static Optional<Long> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant().plusNanos(999_999).toEpochMilli());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Returns whether something was said. */
  boolean given() {
    return timeMs.isPresent() || spanMs.isPresent();
  }

  /**
   * Returns the times of a fence.
   *
   * @param server the API server's clock, if it is known
   * @throws ClusterException if the clocks differ so much that leases cannot be counted from now
   * @throws IllegalArgumentException if the time is past, or later than any lease can end
   */
  Times times(InstantSource clock, OptionalLong server) {
    long here = clock.millis();
    long there = server.orElse(here);
    boolean skewed = there < here - HEADER_STEP_MS - SKEW_MS || there > here + SKEW_MS;
    if (skewed && timeMs.isEmpty()) {
      throw new ClusterException(
          "the clocks of this machine and of the API server differ by "
              + Math.abs(here - there) / 1000
              + " s, so that nobody knows from when leases count: mend the wrong one, or give"
              + " --until as a time");
    }
    long nowMs = Math.min(here, there);
    long latestMs = Math.max(here, there);
    OptionalLong asked =
        spanMs.isPresent() ? OptionalLong.of(latestMs + spanMs.getAsLong()) : timeMs;
    if (asked.isPresent() && asked.getAsLong() <= nowMs) {
      throw new IllegalArgumentException("--until must be in the future");
    }
    if (asked.isPresent() && asked.getAsLong() > latestMs + LATEST_MS) {
      throw new IllegalArgumentException(
          "--until must be within 720h, the most a lease may be: a fence cannot be taken back");
    }
    return new Times(nowMs, latestMs, asked);
  }
}
