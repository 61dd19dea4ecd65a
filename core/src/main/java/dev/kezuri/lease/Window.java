// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.lease;

/**
 * The timestamps for which one pod holds one worker ID: {@code [notBeforeMs, notAfterMs)}, in ms
 * since 1970.
 */
public record Window(long notBeforeMs, long notAfterMs) {
  /**
   * The most a lease may be, 720 h in ms, as the kind IdGenerator has it: after it nothing that is
   * not in the ledger can still be in use.
   */
  public static final long LONGEST_LEASE_MS = 720 * 3_600_000L;

  /** Checks that the window is not empty. */
  public Window {
    if (notBeforeMs >= notAfterMs) {
      throw new IllegalArgumentException(
          "notBefore must be before notAfter: "
              + UtcMillis.format(notBeforeMs)
              + " "
              + UtcMillis.format(notAfterMs));
    }
  }

  /** Returns whether an ID may carry {@code timestampMs}. */
  public boolean contains(long timestampMs) {
    return timestampMs >= notBeforeMs && timestampMs < notAfterMs;
  }

  /** Returns whether some timestamp lies in both. */
  public boolean overlaps(Window other) {
    return notBeforeMs < other.notAfterMs && other.notBeforeMs < notAfterMs;
  }

  @Override
  public String toString() {
    return "[" + UtcMillis.format(notBeforeMs) + ", " + UtcMillis.format(notAfterMs) + ")";
  }
}
