// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.Lease;

/**
 * What the issuing thread may do, all in one, never changed, exchanged as a whole by the threads
 * that read leases and write the disk.
 *
 * @param lease the lease in force; null before the first
 * @param fromMs first timestamp of the lease that the layout can carry
 * @param toMs first timestamp that may not be issued any more
 * @param untilMs T: the last timestamp that is reserved on disk
 * @param workerField the worker ID at its place in an ID
 * @param sequenceBits width of the sequence
 * @param workerBits width of the worker ID
 * @param maxSequence the last sequence of a millisecond
 * @param refusal the code of the refusal of everything; 0 if IDs are issued
 */
record Terms(
    Lease lease,
    long fromMs,
    long toMs,
    long untilMs,
    long workerField,
    int sequenceBits,
    int workerBits,
    int maxSequence,
    long refusal) {

  static final Terms NONE = new Terms(null, 0, 0, 0, 0, 0, 0, 0, Refusal.NO_LEASE.code());

  static Terms of(Lease lease, long untilMs) {
    IdLayout layout = lease.layout();
    return new Terms(
        lease,
        firstMs(lease),
        Math.min(lease.window().notAfterMs(), layout.endMs()),
        untilMs,
        (long) lease.workerId() << layout.sequenceBits(),
        layout.sequenceBits(),
        layout.workerBits(),
        layout.maxSequence(),
        0);
  }

  static long firstMs(Lease lease) {
    return Math.max(lease.window().notBeforeMs(), lease.layout().epochMs());
  }

  Terms reservedUntil(long ms) {
    return of(lease, ms);
  }

  Terms refusing(Refusal why) {
    return new Terms(
        lease,
        fromMs,
        toMs,
        untilMs,
        workerField,
        sequenceBits,
        workerBits,
        maxSequence,
        why.code());
  }

  boolean issuing() {
    return refusal == 0;
  }

  /** Returns the position of a timestamp and a sequence: an ID without its worker ID. */
  long position(long ms, int sequence) {
    return ((ms - lease.layout().epochMs()) << sequenceBits) | sequence;
  }

  /** Returns the position after which the next one is in a later millisecond. */
  long endOf(long ms) {
    return position(ms, maxSequence);
  }

  long timestampMs(long position) {
    return lease.layout().epochMs() + (position >> sequenceBits);
  }

  boolean usedUp(long position) {
    return (position & maxSequence) == maxSequence;
  }

  long id(long position) {
    return ((position >> sequenceBits) << (sequenceBits + workerBits))
        | workerField
        | (position & maxSequence);
  }

  /** Returns why nothing can be issued at {@code ms}, which is at or after the end. */
  Refusal over() {
    return toMs == lease.layout().endMs() ? Refusal.TIMESTAMPS_EXHAUSTED : Refusal.WINDOW_OVER;
  }
}
