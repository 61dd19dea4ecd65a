// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

/** Where the protocols get IDs from. Called by the event loop only. */
public interface IdSource {
  /** What a command does whose ID was refused. */
  enum Patience {
    /** Answer with the reason: waiting does not help. */
    NONE,
    /** Try again in the next millisecond: this one is used up. */
    NEXT_MS,
    /** Try again when woken: the reservation is on its way to the disk. */
    UNTIL_WOKEN
  }

  /**
   * Begins a batch: until {@link #endBatch} IDs go by one reading of the clock, unless that has no
   * more of them. For the commands of one read.
   *
   * @param monotonicNs the monotonic clock as it was just read, in ns
   */
  void beginBatch(long monotonicNs);

  /** Ends the batch: each ID goes by the clock of its moment again. */
  void endBatch();

  /** Returns an ID, or a negative code that {@link #patience} and {@link #reason} explain. */
  long nextId();

  /** Returns what to do about a negative code of {@link #nextId}. */
  Patience patience(long code);

  /** Returns the reason for a negative code of {@link #nextId}, in one line. */
  String reason(long code);
}
