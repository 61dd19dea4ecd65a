// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import java.util.List;
import java.util.OptionalLong;

/** What to do about one generator. Pure: equal observations give equal answers. */
public final class Planner {
  private Planner() {}

  /**
   * Returns what to do, in this order: releases, renewals (extensions and announcements), new
   * worker IDs, grants, the pod that waits longest first. If all of it succeeds, the plan of the
   * result is empty.
   */
  public static List<Action> plan(Observation seen) {
    return List.of();
  }

  /**
   * Returns the holders that a live GET must confirm as gone before their windows may end as lost:
   * windows that have run out, whose pod the observation does not show alive. The answers go into
   * {@link Observation#confirmedGone}.
   */
  public static List<Held> toConfirm(Observation seen) {
    return List.of();
  }

  /**
   * Returns when to look again if nothing happens until then, in ms since 1970, later than {@code
   * seen.nowMs()}; empty if time alone changes nothing. To be asked with the observation that was
   * planned on.
   */
  public static OptionalLong nextLookMs(Observation seen) {
    return OptionalLong.empty();
  }
}
