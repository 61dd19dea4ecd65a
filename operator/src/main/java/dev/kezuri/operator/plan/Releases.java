// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Ends windows: at the high water after a resignation, else at notAfter, and only if proved. */
final class Releases {
  private final Observation seen;
  private final Holders holders;

  Releases(Observation seen, Holders holders) {
    this.seen = seen;
    this.holders = holders;
  }

  void plan(Draft draft) {
    for (Slot slot : draft.slots()) {
      if (slot.held().isPresent()) {
        ended(slot).ifPresent(after -> draft.add(new Action.Release(after)));
      }
    }
  }

  private Optional<Slot> ended(Slot slot) {
    int keep = seen.terms().history();
    var window = slot.held().orElseThrow().window();
    OptionalLong highWaterMs = holders.lastWord(slot);
    if (highWaterMs.isPresent()) {
      // Nothing was issued outside the window, whatever a message says.
      long last = Math.min(highWaterMs.getAsLong(), window.notAfterMs() - 1);
      long endMs = Math.max(last, window.notBeforeMs()) + 1;
      return Optional.of(slot.released(endMs, Past.End.GRACEFUL, keep));
    }
    return lost(slot)
        ? Optional.of(slot.released(window.notAfterMs(), Past.End.LOST, keep))
        : Optional.empty();
  }

  private boolean lost(Slot slot) {
    String podUid = slot.held().orElseThrow().podUid();
    return ranOut(slot) && (seen.confirmedGone().contains(podUid) || holders.unused(slot));
  }

  /** Returns whether the window is over by a clock that may be believed. */
  private boolean ranOut(Slot slot) {
    return !seen.has(Safeguard.CLOCK_SKEW)
        && slot.held().orElseThrow().window().notAfterMs() <= seen.nowMs();
  }

  /** Returns the holders whose windows would end if a live GET said that they are gone. */
  List<Held> toConfirm(Draft draft) {
    return draft.slots().stream()
        .filter(slot -> slot.held().isPresent())
        .filter(slot -> ranOut(slot) && !lost(slot) && holders.lastWord(slot).isEmpty())
        .map(slot -> slot.held().orElseThrow())
        .filter(held -> !holders.isThere(held.podUid()))
        .toList();
  }
}
