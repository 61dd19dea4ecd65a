// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The ledger in numbers, for the status of the IdGenerator. Of what was seen, not of what is
 * planned: after a plan was carried out, to be asked of what is there then.
 *
 * @param provisioned no number at or above it was ever made
 * @param capacity numbers that may be granted in all
 * @param active windows that count for a pod that is there (not gone, not terminal)
 * @param quarantined numbers that rest: the holder is gone, or the floor is ahead
 * @param nextFreeMs when the first of those that may be granted is free at the latest
 * @param waiting pods that could take a worker ID and have none
 * @param waitingSinceMs when the one that waits longest was created
 * @param outsideRange numbers out of range or reserved, held, with a floor ahead, or made once and
 *     missing
 * @param exhausted whether pods wait and no number is left for them, though the layout has
 *     timestamps left
 * @param timestampsEndMs the first ms that no ID of this layout can carry
 * @param timestampsOver whether that is past: nothing is granted any more
 */
public record Summary(
    int provisioned,
    int capacity,
    int active,
    int quarantined,
    OptionalLong nextFreeMs,
    int waiting,
    OptionalLong waitingSinceMs,
    int outsideRange,
    boolean exhausted,
    long timestampsEndMs,
    boolean timestampsOver) {
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
    // Numbers that were never made cannot be had before the fence either.
    int unmade = seen.grantable() ? numbers.capacityFrom(made) : 0;
    List<ObservedPod> waiting = grants.waiting();
    long endMs = seen.terms().layout().endMs();
    return new Summary(
        made,
        numbers.capacity(),
        (int) active,
        resting.size(),
        nextFreeMs(seen, resting, made),
        waiting.size(),
        waiting.stream().mapToLong(ObservedPod::createdMs).min(),
        outside(seen, draft, made),
        waiting.size() > left + unmade && seen.nowMs() < endMs,
        endMs,
        seen.nowMs() >= endMs);
  }

  private static OptionalLong nextFreeMs(Observation seen, List<Slot> resting, int made) {
    long fenceMs = seen.fencedUntilMs().orElse(Long.MIN_VALUE);
    boolean unmade = fenceMs > seen.nowMs() && seen.terms().numbers().capacityFrom(made) > 0;
    LongStream floors =
        resting.stream()
            .filter(slot -> seen.terms().numbers().grantable(slot.id()))
            .mapToLong(slot -> Math.max(freeMs(slot), fenceMs));
    return LongStream.concat(floors, unmade ? LongStream.of(fenceMs) : LongStream.empty()).min();
  }

  private static boolean rests(Slot slot, Observation seen, Holders holders) {
    return slot.held().isPresent() ? !holders.active(slot) : freeMs(slot) > seen.nowMs();
  }

  private static int outside(Observation seen, Draft draft, int made) {
    IntStream known = draft.slots().stream().mapToInt(Slot::id);
    return (int)
        IntStream.concat(known, IntStream.range(seen.terms().numbers().first(), made))
            .distinct()
            .filter(id -> !seen.terms().numbers().grantable(id))
            .filter(id -> inUse(Optional.ofNullable(draft.slot(id)), seen).orElse(id < made))
            .count();
  }

  /** Returns whether somebody may still use the number; empty if the ledger does not know. */
  private static Optional<Boolean> inUse(Optional<Slot> slot, Observation seen) {
    return slot.filter(s -> s.floorMs().isPresent())
        .map(s -> s.held().isPresent() || freeMs(s) > seen.nowMs());
  }

  /** Returns when the slot is free if nobody resigns and nobody renews. */
  private static long freeMs(Slot slot) {
    long floorMs = slot.floorMs().orElse(Long.MIN_VALUE);
    return slot.held().map(held -> held.window().notAfterMs()).stream().reduce(floorMs, Math::max);
  }
}
