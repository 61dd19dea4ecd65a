// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import dev.kezuri.lease.Lease;
import dev.kezuri.lease.Resignation;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Who holds what: which pod stands behind a window, and which window counts for a pod. */
final class Holders {
  private final Observation seen;
  private final Map<String, ObservedPod> pods = new HashMap<>();
  private final Map<String, Integer> lowest = new HashMap<>();
  private final Set<String> holding = new HashSet<>();

  /** Looks at {@code slots}, which may be further than those of {@code seen}. */
  Holders(Observation seen, Collection<Slot> slots) {
    this.seen = seen;
    seen.pods().forEach(pod -> pods.putIfAbsent(pod.uid(), pod));
    for (Slot slot : slots) {
      slot.held().ifPresent(held -> holding.add(held.podUid()));
      slot.held().ifPresent(held -> lowest.merge(held.podUid(), slot.id(), Math::min));
    }
  }

  /** Returns whether the pod is there and meant to go on, as far as is known. */
  boolean lives(ObservedPod pod) {
    return pod.lives() && !seen.confirmedGone().contains(pod.uid());
  }

  /** Returns whether the pod is there and may still issue: living or terminating. */
  boolean isThere(String podUid) {
    ObservedPod pod = pods.get(podUid);
    return pod != null
        && pod.phase() != ObservedPod.Phase.TERMINAL
        && !seen.confirmedGone().contains(podUid);
  }

  /** Returns whether any window is this pod's. */
  boolean holds(ObservedPod pod) {
    return holding.contains(pod.uid());
  }

  /** Returns the pod's lease if it is really its own, not one copied from elsewhere. */
  Optional<Lease> ownLease(ObservedPod pod) {
    return pod.lease()
        .filter(lease -> lease.podUid().equals(pod.uid()))
        .filter(lease -> lease.generator().equals(seen.terms().generator()));
  }

  /**
   * Returns the living pod this slot's window is to be kept for. Of several windows of a pod the
   * one its annotation names counts; before there is one, the lowest.
   */
  Optional<ObservedPod> keptFor(Slot slot) {
    return slot.held()
        .map(held -> pods.get(held.podUid()))
        .filter(this::lives)
        .filter(pod -> counts(slot, pod));
  }

  /** Returns whether this slot's window, held by {@code pod}, is the one that counts for it. */
  private boolean counts(Slot slot, ObservedPod pod) {
    return ownLease(pod)
        .map(lease -> names(lease, slot))
        .orElseGet(() -> lowest.get(pod.uid()) == slot.id());
  }

  private static boolean names(Lease lease, Slot slot) {
    long notBeforeMs = slot.held().orElseThrow().window().notBeforeMs();
    return lease.workerId() == slot.id() && lease.window().notBeforeMs() == notBeforeMs;
  }

  /** Returns whether the window's pod was told of another one, and so will never use this one. */
  boolean unused(Slot slot) {
    return slot.held()
        .map(held -> pods.get(held.podUid()))
        .flatMap(this::ownLease)
        .filter(lease -> !names(lease, slot))
        .isPresent();
  }

  /** Returns whether the window counts for a pod that is there, even if it is on its way out. */
  boolean active(Slot slot) {
    return slot.held()
        .filter(held -> isThere(held.podUid()))
        .map(held -> counts(slot, pods.get(held.podUid())))
        .orElse(false);
  }

  /** Returns the high water if the holder resigned this turn and can be given no later one. */
  OptionalLong lastWord(Slot slot) {
    Held held = slot.held().orElseThrow();
    ObservedPod pod = pods.get(held.podUid());
    if (pod != null && lives(pod)) {
      return OptionalLong.empty();
    }
    List<Resignation> onPod = pod == null ? List.of() : pod.resignations();
    List<Resignation> kept = seen.lastWords().getOrDefault(held.podUid(), List.of());
    return Stream.concat(onPod.stream(), kept.stream())
        .filter(word -> closes(word, slot))
        .mapToLong(Resignation::highWaterMs)
        .max();
  }

  /** Returns whether {@code word} closes the present turn of the slot's window. */
  static boolean closes(Resignation word, Slot slot) {
    Held held = slot.held().orElseThrow();
    return word.workerId() == slot.id()
        && word.notBeforeMs() == held.window().notBeforeMs()
        && word.turn() == held.turn();
  }
}
