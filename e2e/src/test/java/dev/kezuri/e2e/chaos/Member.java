// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import java.time.Duration;
import java.util.Optional;

/** A pod of the run, and what its clients have seen of it. Safe for many threads. */
final class Member {
  private final String name;
  private final String uid;
  private final int number;
  private final ClockFile clock;
  private long servedNs;
  private String refusal;
  private boolean doomed;

  Member(String name, String uid, int number, ClockFile clock) {
    this.name = name;
    this.uid = uid;
    this.number = number;
    this.clock = clock;
  }

  String name() {
    return name;
  }

  String uid() {
    return uid;
  }

  int number() {
    return number;
  }

  ClockFile clock() {
    return clock;
  }

  /**
   * Notes an answer with IDs; returns the refusal that it ends, of a pod that has served before.
   */
  synchronized Optional<Refusal> served() {
    long now = System.nanoTime();
    Optional<Refusal> ended =
        refusal == null || servedNs == 0
            ? Optional.empty()
            : Optional.of(new Refusal(name, Duration.ofNanos(now - servedNs), refusal));
    servedNs = now;
    refusal = null;
    return ended;
  }

  synchronized void refused(String words) {
    refusal = words;
  }

  /** Returns whether its clients got IDs when they asked last. */
  synchronized boolean serves() {
    return servedNs != 0 && refusal == null;
  }

  /** Returns the last words instead of IDs, empty if it serves. */
  synchronized String words() {
    return refusal == null ? "" : refusal;
  }

  /** What was done to it leaves it without IDs for good: its remedy is to be deleted. */
  synchronized void doom() {
    doomed = true;
  }

  synchronized boolean doomed() {
    return doomed;
  }
}
