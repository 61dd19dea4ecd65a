// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;

/** What to do about one generator. Pure: equal observations give equal answers. */
public final class Planner {
  private Planner() {}

  /**
   * Returns what to do, in this order: releases, renewals (extensions and announcements), new
   * worker IDs, grants, the pod that waits longest first. If all of it succeeds, the plan of the
   * result is empty, but for one thing: a second window of a pod that was told only now which of
   * them is its own may be released by the next plan, since a copy of the pod that is merely old
   * must not pass for one that was told nothing.
   */
  public static List<Action> plan(Observation seen) {
    return draft(seen).actions();
  }

  private static Draft draft(Observation seen) {
    Draft draft = new Draft(seen);
    Holders holders = new Holders(seen, draft.slots());
    new Releases(seen, holders).plan(draft);
    new Renewals(seen, holders).plan(draft);
    Grants grants = new Grants(seen, holders);
    if (Set.of(Safeguard.UNTRIED).containsAll(seen.safeguards())) {
      new Provisioning(seen, grants).plan(draft);
    }
    if (seen.safeguards().isEmpty()) {
      grants.plan(draft);
    }
    return draft;
  }

  /**
   * Returns the holders that a live GET must confirm as gone before their windows may end as lost:
   * windows that have run out, whose pod the observation does not show alive. The answers go into
   * {@link Observation#confirmedGone}.
   */
  public static List<Held> toConfirm(Observation seen) {
    Draft draft = new Draft(seen);
    return new Releases(seen, new Holders(seen, draft.slots())).toConfirm(draft);
  }

  /**
   * Returns when to look again if nothing happens until then, in ms since 1970, later than {@code
   * seen.nowMs()}; empty if time alone changes nothing. To be asked with the observation that was
   * planned on.
   */
  public static OptionalLong nextLookMs(Observation seen) {
    Draft draft = draft(seen);
    Holders holders = new Holders(seen, draft.slots());
    LongStream windows =
        draft.slots().stream()
            .filter(slot -> slot.held().isPresent())
            .mapToLong(slot -> look(slot, seen, holders));
    return LongStream.concat(windows, floors(seen, draft, holders))
        .filter(atMs -> atMs > seen.nowMs())
        .min();
  }

  private static long look(Slot slot, Observation seen, Holders holders) {
    Held held = slot.held().orElseThrow();
    long notAfterMs = held.window().notAfterMs();
    if (holders.keptFor(slot).isEmpty() || seen.has(Safeguard.RESTORED)) {
      return notAfterMs;
    }
    long dueMs = new LeaseTimes(seen.terms().leaseMs()).dueMs(held, held.turn());
    // At the layout's end no window grows any more, and none is ended while its pod lives.
    return notAfterMs < slot.layout().endMs()
        ? dueMs - (seen.renewalMs() - seen.nowMs())
        : Long.MIN_VALUE;
  }

  /** Returns the floors that waiting pods wait for, and the fence. */
  private static LongStream floors(Observation seen, Draft draft, Holders holders) {
    if (new Grants(seen, holders).waiting().isEmpty()) {
      return LongStream.empty();
    }
    LongStream floors =
        draft.slots().stream()
            .filter(slot -> slot.held().isEmpty())
            .filter(slot -> seen.terms().numbers().grantable(slot.id()))
            .flatMapToLong(slot -> slot.floorMs().stream());
    return LongStream.concat(floors, seen.fencedUntilMs().stream());
  }
}
