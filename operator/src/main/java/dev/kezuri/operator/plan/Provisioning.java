// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import dev.kezuri.lease.Window;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Makes numbers, sixteen at a time, and makes those again that are missing though they were made
 * once. Reserved numbers and numbers that a narrower range left behind get objects as well: else a
 * number that is reserved no longer would look like an erased one.
 */
final class Provisioning {
  private static final int STRIDE = 16;

  private final Observation seen;
  private final Grants grants;

  Provisioning(Observation seen, Grants grants) {
    this.seen = seen;
    this.grants = grants;
  }

  void plan(Draft draft) {
    int made = made(seen, draft.slots());
    long free =
        draft.slots().stream().filter(slot -> slot.id() < made && grants.free(slot)).count();
    // A stride that nobody could be granted from would be followed by the next one, to the last.
    long wanted = seen.grantable() ? grants.waiting().size() : 0;
    int last = seen.terms().numbers().last();
    List<Action.NewNumber> numbers = new ArrayList<>();
    add(numbers, draft, seen.terms().numbers().first(), made);
    int raiseTo = made;
    while (free < wanted && raiseTo <= last) {
      int end = Math.min(strideEnd(first(), raiseTo), last + 1);
      add(numbers, draft, raiseTo, end);
      free += freeAfter(draft, raiseTo, end);
      raiseTo = end;
    }
    if (!numbers.isEmpty() || raiseTo > seen.provisioned().orElse(first())) {
      Action.Provision action = new Action.Provision(made, raiseTo, numbers);
      draft.add(action);
      numbers.forEach(number -> draft.put(slot(number.id(), action.floorMs(number, 0))));
    }
  }

  private int first() {
    return seen.terms().numbers().first();
  }

  /** Returns the end of the stride that {@code id} is in; strides are counted from the first. */
  private static int strideEnd(int first, int id) {
    return first + ((id - first) / STRIDE + 1) * STRIDE;
  }

  /**
   * Returns what is known to have been made: below {@code status.provisioned}, and what has had a
   * holder, since nothing at or above it is ever granted, or may have had one and lost its status.
   * Without a {@code status.provisioned} the whole stride of such a number was made: an IdGenerator
   * made again finds its old ledger that way.
   */
  static int made(Observation seen, Collection<Slot> slots) {
    int first = seen.terms().numbers().first();
    int last = seen.terms().numbers().last();
    boolean known = seen.provisioned().isPresent();
    int granted =
        slots.stream()
            .filter(slot -> mayHaveBeenHeld(seen, slot))
            .mapToInt(Slot::id)
            .filter(id -> id >= first && id <= last)
            .map(id -> known ? id + 1 : Math.min(strideEnd(first, id), last + 1))
            .max()
            .orElse(first);
    return Math.max(seen.provisioned().orElse(first), granted);
  }

  private static boolean mayHaveBeenHeld(Observation seen, Slot slot) {
    return slot.held().isPresent()
        || !slot.history().isEmpty()
        || (slot.floorMs().isEmpty() && seen.lost().contains(slot.id()));
  }

  private void add(List<Action.NewNumber> numbers, Draft draft, int from, int to) {
    for (int id = from; id < to; id++) {
      Slot slot = draft.slot(id);
      if (slot == null || slot.floorMs().isEmpty()) {
        long now = Math.max(seen.nowMs(), seen.fencedUntilMs().orElse(Long.MIN_VALUE));
        long leased = leasedUntilMs(id).orElse(now);
        Optional<String> version = Optional.ofNullable(slot).map(Slot::resourceVersion);
        long erased = Math.max(Math.max(now, seen.nowMs() + Window.LONGEST_LEASE_MS), leased);
        numbers.add(new Action.NewNumber(id, version, Math.max(now, leased), erased));
      }
    }
  }

  /** Returns how many of these numbers a pod could have, once their objects are there. */
  private long freeAfter(Draft draft, int from, int to) {
    long free = 0;
    for (int id = from; id < to; id++) {
      Slot slot = draft.slot(id);
      boolean missing = slot == null || slot.floorMs().isEmpty();
      Slot after = missing ? slot(id, leasedUntilMs(id).orElse(seen.nowMs())) : slot;
      free += grants.free(after) ? 1 : 0;
    }
    return free;
  }

  private Slot slot(int id, long floorMs) {
    return new Slot(
        id,
        Slot.OF_THIS_PLAN,
        seen.terms().layout(),
        OptionalLong.of(floorMs),
        Optional.empty(),
        List.of());
  }

  /** Returns until when some pod's annotation says that it may use {@code id}. */
  private OptionalLong leasedUntilMs(int id) {
    return seen.pods().stream()
        .flatMap(pod -> pod.lease().stream())
        .filter(lease -> lease.workerId() == id)
        .filter(lease -> lease.generator().equals(seen.terms().generator()))
        .mapToLong(lease -> lease.window().notAfterMs())
        .max();
  }
}
