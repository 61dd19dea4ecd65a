// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import java.time.Duration;
import java.util.List;

/**
 * How large a world is and how long it lasts; follows from its seed.
 *
 * @param leaseMs length of a full lease
 * @param lengthMs how long faults go on; a calm time follows
 * @param last the highest worker ID
 * @param loss the share of requests that get lost all the time
 */
record Shape(
    int nodes,
    int pods,
    int operators,
    boolean sameNames,
    long leaseMs,
    long lengthMs,
    int last,
    int workerBits,
    int sequenceBits,
    int history,
    double loss,
    int faults) {
  private static final long SMALL_MS = Duration.ofMinutes(10).toMillis();

  /** Short leases are many renewals a pod-day: a few worlds have them. */
  private static Duration lease(Dice dice) {
    return switch (dice.below(24)) {
      case 0 -> Duration.ofSeconds(10);
      case 1 -> Duration.ofMinutes(1);
      case 2, 3 -> Duration.ofMinutes(10);
      case 4, 5 -> Duration.ofHours(1);
      case 6, 7, 8, 9 -> Duration.ofHours(168);
      case 10, 11, 12 -> Duration.ofHours(720);
      default -> Duration.ofHours(24);
    };
  }

  static Shape of(Dice dice, boolean small) {
    Duration lease = lease(dice);
    long leaseMs = small ? Math.min(lease.toMillis(), SMALL_MS) : lease.toMillis();
    int pods = 2 + dice.below(5);
    long lengthMs =
        Math.clamp(
            leaseMs * (4 + dice.below(12)),
            Duration.ofMinutes(5).toMillis(),
            Duration.ofDays(90).toMillis());
    int workerBits = dice.pick(List.of(3, 4, 10));
    int last = Math.min((1 << workerBits) - 1, pods + dice.pick(List.of(-1, 0, 1, 2, 20)));
    return new Shape(
        1 + dice.below(3),
        pods,
        dice.onceIn(3) ? 2 : 1,
        dice.onceIn(2),
        leaseMs,
        lengthMs,
        Math.max(1, last),
        workerBits,
        dice.pick(List.of(2, 4, 12)),
        dice.pick(List.of(1, 3, 20)),
        dice.pick(List.of(0.0, 0.0, 0.001, 0.02)),
        4 + dice.below(40));
  }

  String lease() {
    return leaseMs / 1000 + "s";
  }
}
