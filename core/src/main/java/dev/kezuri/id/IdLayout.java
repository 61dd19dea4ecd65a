// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.id;

import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * How an ID's 63 bits are shared out: timestamp, worker ID, sequence, from high bits to low.
 *
 * <p>Two issuers with different layouts may give equal IDs: a layout belongs to one generator for
 * ever. The default is bit-compatible with katsubushi and the Snowflake it follows.
 *
 * @param epochMs timestamp 0 of this layout, in ms since 1970-01-01T00:00:00Z
 * @param timestampBits width of the timestamp, in ms since {@code epochMs}
 * @param workerBits width of the worker ID
 * @param sequenceBits width of the counter within one millisecond
 */
public record IdLayout(long epochMs, int timestampBits, int workerBits, int sequenceBits) {
  /** Epoch 2015-01-01T00:00:00Z, 41/10/12 bits: until 2084, 1,024 workers, 4,096 IDs a ms each. */
  public static final IdLayout DEFAULT =
      // Not parsed: a sidecar's start would load some hundred classes for it.
      new IdLayout(
          LocalDateTime.of(2015, 1, 1, 0, 0).toInstant(ZoneOffset.UTC).toEpochMilli(), 41, 10, 12);

  /** The widest worker ID or sequence, so that either fits an int. */
  public static final int MAX_FIELD_BITS = 30;

  /** Checks the widths; the messages name the field, the rule and the value. */
  public IdLayout {
    check(
        timestampBits >= 1 && timestampBits <= 62, "timestampBits must be 1 to 62", timestampBits);
    check(
        workerBits >= 0 && workerBits <= MAX_FIELD_BITS, "workerBits must be 0 to 30", workerBits);
    check(
        sequenceBits >= 0 && sequenceBits <= MAX_FIELD_BITS,
        "sequenceBits must be 0 to 30",
        sequenceBits);
    int sum = timestampBits + workerBits + sequenceBits;
    check(sum <= 63, "timestampBits + workerBits + sequenceBits must be at most 63", sum);
    check(
        epochMs <= Long.MAX_VALUE - (1L << timestampBits),
        "epochMs + 2^timestampBits must fit 63 bits",
        epochMs);
  }

  private static void check(boolean rule, String text, long value) {
    if (!rule) {
      throw new IllegalArgumentException(text + ": " + value);
    }
  }

  /** Returns the first ms after the last one that an ID can carry, since 1970. */
  public long endMs() {
    return epochMs + (1L << timestampBits);
  }

  /** Returns the largest worker ID that fits. */
  public int maxWorkerId() {
    return (1 << workerBits) - 1;
  }

  /** Returns the largest sequence that fits: one less than the IDs of one ms. */
  public int maxSequence() {
    return (1 << sequenceBits) - 1;
  }

  /** Returns whether {@code timestampMs}, in ms since 1970, can be carried by an ID. */
  public boolean holds(long timestampMs) {
    return timestampMs >= epochMs && timestampMs < endMs();
  }

  /**
   * Returns the ID of these parts. The parts are not checked: this is the hot path.
   *
   * @param timestampMs ms since 1970, inside {@link #holds}
   */
  public long encode(long timestampMs, int workerId, int sequence) {
    return ((timestampMs - epochMs) << (workerBits + sequenceBits))
        | ((long) workerId << sequenceBits)
        | sequence;
  }

  /**
   * Returns the parts of an ID of this layout.
   *
   * @throws IllegalArgumentException if the ID is negative or wider than this layout
   */
  public DecodedId decode(long id) {
    check(id >= 0, "an ID must not be negative", id);
    int width = timestampBits + workerBits + sequenceBits;
    check(width == 63 || id >>> width == 0, "an ID of this layout has " + width + " bits", id);
    return new DecodedId(
        id,
        epochMs + (id >>> (workerBits + sequenceBits)),
        (int) (id >>> sequenceBits) & maxWorkerId(),
        (int) id & maxSequence());
  }
}
