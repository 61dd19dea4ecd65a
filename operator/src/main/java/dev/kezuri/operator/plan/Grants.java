// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import dev.kezuri.lease.Window;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/** Gives free numbers to waiting pods: who waits longest, gets what has been free longest. */
final class Grants {
  private final Observation seen;
  private final Holders holders;

  Grants(Observation seen, Holders holders) {
    this.seen = seen;
    this.holders = holders;
  }

  /** Returns the pods that could use a number now and have none, longest waiting first. */
  List<ObservedPod> waiting() {
    return seen.pods().stream().filter(this::waits).toList();
  }

  private boolean waits(ObservedPod pod) {
    boolean asks = pod.gated() || !pod.node().isEmpty();
    return asks
        && holders.lives(pod)
        && !holders.holds(pod)
        // It had a number that the ledger no longer knows, and a pod's number never changes.
        && holders.ownLease(pod).isEmpty()
        && Collections.disjoint(pod.otherGates(), seen.terms().waitForGates());
  }

  /** Returns whether the slot may be granted once {@code provisioned} is above it. */
  boolean free(Slot slot) {
    return seen.grantable()
        && slot.held().isEmpty()
        && slot.floorMs().isPresent()
        && slot.floorMs().getAsLong() <= seen.nowMs()
        && slot.layout().equals(seen.terms().layout())
        && seen.terms().numbers().grantable(slot.id());
  }

  void plan(Draft draft) {
    Iterator<Slot> free =
        draft.slots().stream()
            .filter(slot -> slot.id() < draft.provisioned() && free(slot))
            .sorted(
                Comparator.<Slot>comparingLong(slot -> slot.floorMs().orElseThrow())
                    .thenComparingInt(Slot::id))
            .iterator();
    for (ObservedPod pod : waiting()) {
      if (!free.hasNext()) {
        return;
      }
      Slot after = granted(free.next(), pod);
      draft.add(new Action.Grant(after, pod));
      draft.add(new Action.Announce(pod, Renewals.leaseOf(after, seen.terms().generator())));
    }
  }

  /** A pod that runs already, without a sidecar, is as far as the others are once started. */
  private Slot granted(Slot slot, ObservedPod pod) {
    int turn = pod.sidecar() == SidecarState.NONE && pod.started() ? 1 : 0;
    long floorMs =
        Math.max(slot.floorMs().orElseThrow(), seen.fencedUntilMs().orElse(Long.MIN_VALUE));
    long notBeforeMs = Math.max(floorMs, seen.nowMs() - LeaseTimes.BACK_MS);
    LeaseTimes times = new LeaseTimes(seen.terms().leaseMs());
    long notAfterMs = times.endMs(seen.nowMs(), turn, slot.layout());
    Window window = new Window(notBeforeMs, notAfterMs);
    return slot.holding(new Held(pod.uid(), pod.name(), pod.node(), turn, window));
  }
}
