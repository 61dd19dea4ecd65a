// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import dev.kezuri.id.IdLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One WorkerId as the plan sees it; in an {@link Action} the whole status to write.
 *
 * <p>Text that the object does not have (pod, node) is the empty text, and the empty text is to be
 * written as an absent field: the rules compare history entries whole.
 *
 * @param id the worker ID
 * @param resourceVersion of the object. In an action: the version the write must replace; {@link
 *     #OF_THIS_PLAN} if an earlier action of the same plan makes it
 * @param layout the object's own layout
 * @param floorMs no new window may start before it; empty if the status was never written
 * @param held the window, if a pod holds one
 * @param history past holders, newest first
 */
public record Slot(
    int id,
    String resourceVersion,
    IdLayout layout,
    OptionalLong floorMs,
    Optional<Held> held,
    List<Past> history) {
  /** Stands for the version that the plan's earlier write of the same WorkerId will have. */
  public static final String OF_THIS_PLAN = "";

  /** Copies the history. */
  public Slot {
    history = List.copyOf(history);
  }

  /** Returns this slot with another window, everything else as it is. */
  public Slot holding(Held holder) {
    return new Slot(id, resourceVersion, layout, floorMs, Optional.of(holder), history);
  }

  /** Returns this slot under another resourceVersion. */
  public Slot at(String version) {
    return new Slot(id, version, layout, floorMs, held, history);
  }

  /**
   * Returns this slot after its holder: the window ends at {@code endMs} and heads the history, of
   * which the last entry is dropped if it is longer than {@code keep} (never more than one: the
   * rules refuse it).
   */
  Slot released(long endMs, Past.End end, int keep) {
    List<Past> after = new ArrayList<>(history.size() + 1);
    after.add(held.orElseThrow().past(endMs, end));
    after.addAll(history);
    if (after.size() > Math.max(1, keep)) {
      after.removeLast();
    }
    long floor = Math.max(floorMs.orElse(Long.MIN_VALUE), endMs);
    return new Slot(id, resourceVersion, layout, OptionalLong.of(floor), Optional.empty(), after);
  }
}
