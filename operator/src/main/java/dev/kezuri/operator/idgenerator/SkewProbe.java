// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import dev.kezuri.operator.apply.Answer;
import dev.kezuri.operator.apply.ClusterPort;
import java.time.InstantSource;

/** Compares the operator's clock with the API server's Date header, once a minute. */
final class SkewProbe {
  private static final long EVERY_MS = 60_000;
  private static final long BEARABLE_MS = 30_000;

  /** The header is cut to the second. */
  private static final long HEADER_STEP_MS = 1_000;

  private final ClusterPort port;
  private final InstantSource clock;
  private boolean asked;
  private long askedMs;
  private boolean skewed;

  SkewProbe(ClusterPort port, InstantSource clock) {
    this.port = port;
    this.clock = clock;
  }

  /** Returns whether the clocks differ too much, as last seen; no header says nothing. */
  synchronized boolean skewed() {
    long before = clock.millis();
    if (asked && Math.abs(before - askedMs) < EVERY_MS) {
      return skewed;
    }
    if (port.serverTimeMs() instanceof Answer.Stored<Long>(Long server)) {
      long after = clock.millis();
      skewed = server < before - HEADER_STEP_MS - BEARABLE_MS || server > after + BEARABLE_MS;
    }
    asked = true;
    askedMs = before;
    return skewed;
  }
}
