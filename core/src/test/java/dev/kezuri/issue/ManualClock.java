// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

/** Both clocks by hand. */
public final class ManualClock implements TimeSource {
  private long wallMs;
  private long monotonicNs;

  /** Starts at this time of day. */
  public ManualClock(long wallMs) {
    this.wallMs = wallMs;
  }

  @Override
  public long wallMs() {
    return wallMs;
  }

  @Override
  public long monotonicNs() {
    return monotonicNs;
  }

  /** Lets {@code ms} pass on both clocks. */
  public void pass(long ms) {
    wallMs += ms;
    runMonotonic(ms);
  }

  /** Sets the time of day, as an operator or NTP does; no time passes. */
  public void setWall(long ms) {
    wallMs = ms;
  }

  /** Lets {@code ms} pass on the monotonic clock alone: the wall clock stands still. */
  public void runMonotonic(long ms) {
    monotonicNs += ms * 1_000_000;
  }
}
