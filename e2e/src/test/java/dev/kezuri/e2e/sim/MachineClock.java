// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import dev.kezuri.issue.TimeSource;
import java.time.Instant;
import java.time.InstantSource;

/** The two clocks of one machine: they drift, are set, stand still. */
final class MachineClock implements InstantSource {
  private static final long MILLION = 1_000_000;

  private final Agenda agenda;
  private long sinceMs;
  private long wallMs;
  private long wallPpm;
  private boolean frozen;
  private long monoSinceMs;
  private long monoUs;
  private long monoPpm;

  MachineClock(Agenda agenda) {
    this.agenda = agenda;
    setRight();
  }

  long wallMs() {
    long passed = agenda.nowMs() - sinceMs;
    return frozen ? wallMs : wallMs + passed + passed * wallPpm / MILLION;
  }

  private long monoUs() {
    long passedMs = agenda.nowMs() - monoSinceMs;
    return monoUs + passedMs * 1000 + passedMs * monoPpm / 1000;
  }

  private void anchor() {
    wallMs = wallMs();
    sinceMs = agenda.nowMs();
    monoUs = monoUs();
    monoSinceMs = agenda.nowMs();
  }

  void step(long byMs) {
    anchor();
    wallMs += byMs;
  }

  void drift(long ofWallPpm, long ofMonoPpm) {
    anchor();
    wallPpm = ofWallPpm;
    monoPpm = ofMonoPpm;
  }

  /** The time of day stands still, the other clock goes on. */
  void freeze(boolean stands) {
    anchor();
    frozen = stands;
  }

  /** As a machine that was paused finds it: the monotonic clock has not run for so long. */
  void missed(long ms) {
    anchor();
    monoUs -= ms * 1000;
  }

  /** As NTP does it in the end. */
  void setRight() {
    sinceMs = agenda.nowMs();
    wallMs = agenda.nowMs();
    wallPpm = 0;
    frozen = false;
    drift(0, 0);
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(wallMs());
  }

  @Override
  public long millis() {
    return wallMs();
  }

  /** Returns the clocks as a process on this machine reads them. */
  TimeSource ofProcess() {
    long zeroUs = monoUs();
    return new TimeSource() {
      @Override
      public long wallMs() {
        return MachineClock.this.wallMs();
      }

      @Override
      public long monotonicNs() {
        return Math.max(0, monoUs() - zeroUs) * 1000;
      }
    };
  }
}
