// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import java.util.List;
import java.util.OptionalLong;

/**
 * The ledger in numbers, for the status of the IdGenerator. Of what was seen, not of what is
 * planned: after a plan was carried out, to be asked of what is there then.
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
    Draft draft = new Draft(seen);
    Holders holders = new Holders(seen, draft.slots());
    Grants grants = new Grants(seen, holders);
    NumberRange numbers = seen.terms().numbers();
    int made = Provisioning.made(seen, draft.slots());
    long active = draft.slots().stream().filter(holders::active).count();
    List<Slot> resting = draft.slots().stream().filter(s -> rests(s, seen, holders)).toList();
    long left = draft.slots().stream().filter(s -> s.id() < made && grants.free(s)).count();
    int waiting = grants.waiting().size();
    return new Summary(
        made,
        numbers.capacity(),
        (int) active,
        resting.size(),
        resting.stream().mapToLong(Summary::freeMs).min(),
        waiting,
        (int) draft.slots().stream().filter(slot -> outside(slot, seen)).count(),
        waiting > left + numbers.capacityFrom(made));
  }

  private static boolean rests(Slot slot, Observation seen, Holders holders) {
    return slot.held().isPresent() ? !holders.active(slot) : freeMs(slot) > seen.nowMs();
  }

  private static boolean outside(Slot slot, Observation seen) {
    boolean used = slot.held().isPresent() || freeMs(slot) > seen.nowMs();
    return used && !seen.terms().numbers().grantable(slot.id());
  }

  /** Returns when the slot is free if nobody resigns and nobody renews. */
  private static long freeMs(Slot slot) {
    long floorMs = slot.floorMs().orElse(Long.MIN_VALUE);
    return slot.held().map(held -> held.window().notAfterMs()).stream().reduce(floorMs, Math::max);
  }
}
