// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Lets at most ten lines a second of one event through, and counts the others. It remembers so many
 * names of events; those beyond share one place.
 */
final class FloodGate {
  static final long SECOND_NS = 1_000_000_000L;
  static final int A_SECOND = 10;
  static final int MAX_NAMES = 200;
  static final String OTHERS = "others";

  private final LongSupplier monotonicNs;
  private final Map<String, Bucket> buckets = new LinkedHashMap<>();

  FloodGate(LongSupplier monotonicNs) {
    this.monotonicNs = monotonicNs;
  }

  /** Returns whether a line of this event may be written now; else it is counted. */
  synchronized boolean admits(String event) {
    String name = buckets.containsKey(event) || buckets.size() < MAX_NAMES ? event : OTHERS;
    Bucket bucket = buckets.computeIfAbsent(name, key -> new Bucket());
    long now = monotonicNs.getAsLong();
    if (bucket.written == 0 || now - bucket.startNs >= SECOND_NS) {
      bucket.startNs = now;
      bucket.written = 0;
    }
    if (bucket.written < A_SECOND) {
      bucket.written++;
      return true;
    }
    bucket.suppressed++;
    return false;
  }

  /** Returns how many lines of which events were left out since the last call. */
  synchronized Map<String, Long> drain() {
    Map<String, Long> left = new LinkedHashMap<>();
    buckets.forEach(
        (name, bucket) -> {
          if (bucket.suppressed > 0) {
            left.put(name, bucket.suppressed);
            bucket.suppressed = 0;
          }
        });
    return left;
  }

  private static final class Bucket {
    private long startNs;
    private int written;
    private long suppressed;
  }
}
