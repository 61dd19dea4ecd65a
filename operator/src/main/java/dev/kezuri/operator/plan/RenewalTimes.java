// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * When the windows of living pods are to grow, and when that is late. A window is renewed when a
 * quarter to a third of it is used, so that none of these counts is above 0 for long while an
 * operator works. Of what was seen; asked later, it tells of windows that nobody renewed since.
 */
public final class RenewalTimes {
  private final long[] dueMs;
  private final long[] lateMs;
  private final long[] endingMs;

  private RenewalTimes(List<Held> kept, LeaseTimes times) {
    this.dueMs = sorted(kept, held -> times.dueMs(held, held.turn()));
    this.lateMs = sorted(kept, held -> before(held, times.spanMs(held.turn()) / 2));
    this.endingMs = sorted(kept, held -> before(held, times.spanMs(held.turn()) / 6));
  }

  /** Returns the times of {@code seen}. */
  public static RenewalTimes of(Observation seen) {
    Draft draft = new Draft(seen);
    Holders holders = new Holders(seen, draft.slots());
    List<Held> kept =
        draft.slots().stream()
            .filter(slot -> holders.keptFor(slot).isPresent())
            .map(slot -> slot.held().orElseThrow())
            .toList();
    return new RenewalTimes(kept, new LeaseTimes(seen.terms().leaseMs()));
  }

  /** Returns how many windows are to grow at {@code nowMs}. */
  public int due(long nowMs) {
    return reached(dueMs, nowMs);
  }

  /** Returns of how many windows half is used at {@code nowMs}. */
  public int late(long nowMs) {
    return reached(lateMs, nowMs);
  }

  /** Returns of how many windows five sixths are used at {@code nowMs}: IDs stop soon. */
  public int ending(long nowMs) {
    return reached(endingMs, nowMs);
  }

  private static long before(Held held, long ms) {
    return held.window().notAfterMs() - ms;
  }

  private static long[] sorted(List<Held> kept, ToLongFunction<Held> time) {
    return kept.stream().mapToLong(time).sorted().toArray();
  }

  private static int reached(long[] times, long nowMs) {
    int at = Arrays.binarySearch(times, nowMs + 1);
    // The first of equal times is looked for.
    int first = at < 0 ? -at - 1 : at;
    while (first > 0 && times[first - 1] > nowMs) {
      first--;
    }
    return first;
  }
}
