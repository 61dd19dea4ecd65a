// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import dev.kezuri.lease.Lease;
import dev.kezuri.lease.Window;
import java.util.Optional;

/** Keeps the windows of living pods ahead of the clock, and the pods told of them. */
final class Renewals {
  private final Observation seen;
  private final Holders holders;
  private final LeaseTimes times;

  Renewals(Observation seen, Holders holders) {
    this.seen = seen;
    this.holders = holders;
    this.times = new LeaseTimes(seen.terms().leaseMs());
  }

  void plan(Draft draft) {
    if (seen.has(Safeguard.RESTORED)) {
      return;
    }
    for (Slot slot : draft.slots()) {
      holders.keptFor(slot).ifPresent(pod -> keep(draft, slot, pod));
    }
  }

  private void keep(Draft draft, Slot slot, ObservedPod pod) {
    reason(slot, pod)
        .ifPresent(why -> draft.add(new Action.Extend(grown(slot, pod, why), pod, why)));
    announce(draft, pod, draft.slot(slot.id()));
  }

  private Optional<Action.Reason> reason(Slot slot, ObservedPod pod) {
    Held held = slot.held().orElseThrow();
    if (held.turn() == 0 && pod.started()) {
      return Optional.of(Action.Reason.STARTED);
    }
    if (pod.sidecar().goesOn()
        && pod.resignations().stream().anyMatch(word -> Holders.closes(word, slot))) {
      return Optional.of(Action.Reason.RESIGNED);
    }
    boolean canGrow = held.window().notAfterMs() < slot.layout().endMs();
    if (canGrow && times.dueMs(held, held.turn()) <= seen.renewalMs()) {
      return Optional.of(held.turn() == 0 ? Action.Reason.PENDING : Action.Reason.RENEWAL);
    }
    return Optional.empty();
  }

  private Slot grown(Slot slot, ObservedPod pod, Action.Reason why) {
    Held held = slot.held().orElseThrow();
    boolean nextTurn = why == Action.Reason.STARTED || why == Action.Reason.RESIGNED;
    int turn = held.turn() + (nextTurn ? 1 : 0);
    long wantedMs = times.endMs(seen.renewalMs(), turn, slot.layout());
    long notAfterMs = Math.max(held.window().notAfterMs(), wantedMs);
    String node = pod.node().isEmpty() ? held.node() : pod.node();
    Window window = new Window(held.window().notBeforeMs(), notAfterMs);
    return slot.holding(new Held(held.podUid(), held.pod(), node, turn, window));
  }

  /** Plans to tell {@code pod} of its window, unless it knows, or knows of more than was seen. */
  private void announce(Draft draft, ObservedPod pod, Slot slot) {
    Lease lease = lease(slot);
    Optional<Lease> known = holders.ownLease(pod);
    boolean newer =
        known.isPresent()
            && (known.get().turn() > lease.turn()
                || known.get().window().notAfterMs() > lease.window().notAfterMs());
    boolean numbered = pod.number().equals(Optional.of(Integer.toString(lease.workerId())));
    boolean told = known.filter(lease::equals).isPresent() && numbered && !pod.gated();
    if (!newer && !told) {
      draft.add(new Action.Announce(pod, lease));
    }
  }

  /** Returns what the holder of {@code slot} is to be told. */
  private Lease lease(Slot slot) {
    return leaseOf(slot, seen.terms().generator());
  }

  static Lease leaseOf(Slot slot, String generator) {
    Held held = slot.held().orElseThrow();
    return new Lease(
        generator, held.podUid(), slot.id(), held.window(), held.turn(), slot.layout());
  }
}
