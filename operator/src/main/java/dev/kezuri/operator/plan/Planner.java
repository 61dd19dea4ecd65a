// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import java.util.List;
import java.util.OptionalLong;
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
    if (seen.safeguards().isEmpty()) {
      Grants grants = new Grants(seen, holders);
      new Provisioning(seen, grants).plan(draft);
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
    LeaseTimes times = new LeaseTimes(seen.terms().leaseMs());
    LongStream windows =
        draft.slots().stream()
            .flatMap(slot -> slot.held().stream().map(held -> look(slot, held, holders, times)))
            .mapToLong(Long::longValue);
    return LongStream.concat(windows, floors(seen, draft, holders))
        .filter(atMs -> atMs > seen.nowMs())
        .min();
  }

  private static long look(Slot slot, Held held, Holders holders, LeaseTimes times) {
    return holders.keptFor(slot).isPresent()
        ? times.dueMs(held, held.turn())
        : held.window().notAfterMs();
  }

  /** Returns the floors that waiting pods wait for. */
  private static LongStream floors(Observation seen, Draft draft, Holders holders) {
    boolean waited = !new Grants(seen, holders).waiting().isEmpty();
    return draft.slots().stream()
        .filter(slot -> waited && slot.held().isEmpty())
        .filter(slot -> seen.terms().numbers().grantable(slot.id()))
        .flatMapToLong(slot -> slot.floorMs().stream());
  }
}
