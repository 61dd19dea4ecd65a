// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import dev.kezuri.operator.apply.Answer;
import dev.kezuri.operator.apply.ClusterPort;
import java.time.InstantSource;

/** Compares the operator's clock with the API server's Date header, once a minute. */
final class SkewProbe {
  private static final long EVERY_MS = 60_000;
  private static final long BEARABLE_MS = 30_000;

  /** So long without an answer, and nothing is known of clocks any more. */
  private static final long TRUSTED_MS = 5 * EVERY_MS;

  /** The header is cut to the second. */
  private static final long HEADER_STEP_MS = 1_000;

  /**
   * What is known of the clocks.
   *
   * @param nowMs the operator's
   * @param serverMs the API server's, as last seen and gone on since; {@code nowMs} if no header
   *     was ever seen
   * @param skewed whether they differ too much
   */
  record Clocks(long nowMs, long serverMs, boolean skewed) {}

  private final ClusterPort port;
  private final InstantSource clock;
  private boolean asked;
  private long askedMs;
  private long aheadMs;
  private boolean skewed;

  SkewProbe(ClusterPort port, InstantSource clock) {
    this.port = port;
    this.clock = clock;
  }

  /**
   * Returns what the clocks say now.
   *
   * @throws IllegalStateException if the server did not answer for minutes, by a clock that may
   *     have jumped by them, or never: nothing is planned by a clock that was not compared. An
   *     answer without the header says nothing, and stands
   */
  synchronized Clocks read() {
    long before = clock.millis();
    // A clock that jumped is noticed at once, for it is no longer near the time of the last look.
    if (!asked || Math.abs(before - askedMs) >= EVERY_MS) {
      Answer<Long> answer = port.serverTimeMs();
      boolean answered = !(answer instanceof Answer.Unavailable<Long>);
      if (!answered && (!asked || Math.abs(before - askedMs) >= TRUSTED_MS)) {
        throw new IllegalStateException("the API server's time is not known: " + answer.words());
      }
      answer.stored().ifPresent(serverMs -> compare(before, serverMs, clock.millis()));
      if (answered) {
        asked = true;
        askedMs = before;
      }
    }
    long nowMs = clock.millis();
    return new Clocks(nowMs, nowMs + aheadMs, skewed);
  }

  /** Returns how far the operator's clock is ahead, in ms; 0 if the header cannot tell. */
  synchronized long operatorAheadMs() {
    return Math.max(0, -aheadMs - HEADER_STEP_MS) - Math.max(0, aheadMs);
  }

  private void compare(long beforeMs, long serverMs, long afterMs) {
    aheadMs = serverMs - beforeMs;
    skewed = serverMs < beforeMs - HEADER_STEP_MS - BEARABLE_MS || serverMs > afterMs + BEARABLE_MS;
  }
}
