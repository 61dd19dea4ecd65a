// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.metrics;

import java.util.function.LongSupplier;

/**
 * How long batches took: from the first bytes of a read to its answers in the system's hands, one
 * pair of clock reads a batch, however many commands it holds. A batch without an answer is not
 * counted, and of a command that waits for an ID only what was answered before it. Event loop only.
 */
public final class AnswerTimes {
  private static final long MICRO_NS = 1000;
  private static final long[] BOUNDS_NS = {
    10 * MICRO_NS,
    25 * MICRO_NS,
    50 * MICRO_NS,
    100 * MICRO_NS,
    250 * MICRO_NS,
    500 * MICRO_NS,
    1000 * MICRO_NS,
    2500 * MICRO_NS,
    5000 * MICRO_NS,
    10_000 * MICRO_NS,
    100_000 * MICRO_NS,
    1_000_000 * MICRO_NS
  };

  private final LongSupplier monotonicNs;
  private final long[] counts = new long[BOUNDS_NS.length + 1];
  private long sumNs;
  private Object batch;
  private long writtenBefore;
  private long sinceNs;

  AnswerTimes(LongSupplier monotonicNs) {
    this.monotonicNs = monotonicNs;
  }

  /** Begins a batch unless it has begun: a read may bring several buffers. Returns when. */
  @SuppressWarnings("ReferenceEquality") // the same connection, not an equal one
  long begin(Object connection, long written) {
    if (batch != connection) {
      batch = connection;
      writtenBefore = written;
      sinceNs = monotonicNs.getAsLong();
    }
    return sinceNs;
  }

  long monotonicNs() {
    return monotonicNs.getAsLong();
  }

  /** Ends the batch if it is of this connection. */
  @SuppressWarnings("ReferenceEquality") // as above
  void end(Object connection, long written) {
    if (batch == connection) {
      batch = null;
      if (written != writtenBefore) {
        add(monotonicNs.getAsLong() - sinceNs);
      }
    }
  }

  private void add(long ns) {
    int bucket = 0;
    while (bucket < BOUNDS_NS.length && ns > BOUNDS_NS[bucket]) {
      bucket++;
    }
    counts[bucket]++;
    sumNs += ns;
  }

  /** Returns how many buckets have a bound. */
  int bounded() {
    return BOUNDS_NS.length;
  }

  long boundNs(int bucket) {
    return BOUNDS_NS[bucket];
  }

  /** Returns the batches in a bucket; the last has no bound. */
  long count(int bucket) {
    return counts[bucket];
  }

  long sumNs() {
    return sumNs;
  }
}
