// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.fault;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** This machine's clock, off by as much as a test likes. */
final class MovableClock implements InstantSource {
  private volatile Duration off = Duration.ZERO;

  void off(Duration by) {
    off = by;
  }

  @Override
  public Instant instant() {
    return InstantSource.system().instant().plus(off);
  }
}
