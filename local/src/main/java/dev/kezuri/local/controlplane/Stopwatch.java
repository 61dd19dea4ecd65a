// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import java.time.Duration;
import java.time.InstantSource;

/** How long something has taken so far. */
final class Stopwatch {
  private final InstantSource clock = InstantSource.system();
  private final long startMs = clock.millis();

  private Stopwatch() {}

  static Stopwatch start() {
    return new Stopwatch();
  }

  Duration elapsed() {
    return Duration.ofMillis(clock.millis() - startMs);
  }
}
