// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import java.util.OptionalLong;

/**
 * The ledger in numbers, for the status of the IdGenerator.
 *
 * @param provisioned no number at or above it was ever made
 * @param capacity numbers that may be granted in all
 * @param active windows that count for a pod that is there (not gone, not terminal)
 * @param quarantined numbers that rest: the holder is gone, or the floor is ahead
 * @param nextFreeMs when the first of those is free at the latest
 * @param waiting pods that could take a worker ID and have none
 * @param outsideRange numbers out of range or reserved, held or with a floor ahead
 * @param exhausted whether pods wait and no number is left for them
 */
public record Summary(
    int provisioned,
    int capacity,
    int active,
    int quarantined,
    OptionalLong nextFreeMs,
    int waiting,
    int outsideRange,
    boolean exhausted) {
  /** Returns the numbers of {@code seen}. */
  public static Summary of(Observation seen) {
    return new Summary(0, 0, 0, 0, OptionalLong.empty(), 0, 0, false);
  }
}
