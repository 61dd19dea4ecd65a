// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import dev.kezuri.lease.Lease;
import dev.kezuri.lease.Resignation;
import dev.kezuri.lease.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A cluster, pods with sidecars, and operators that see old copies, stop half-way and have a wrong
 * clock; each step is one thing that happens.
 */
final class TroubledWorld {
  private static final long MINUTE = 60_000L;

  /** What a pod may have issued, or may issue still, by what it was told. */
  record Use(String podUid, int workerId, Window window) {}

  /** A sidecar: the lease it took, and the turn it closed, if it did. */
  private static final class Sidecar {
    private Lease lease;
    private Resignation closed;

    void take(Lease offered) {
      boolean later = closed == null || offered.turn() > closed.turn();
      if (later && (lease == null || offered.turn() >= lease.turn())) {
        lease = offered;
        closed = null;
      }
    }
  }

  private final Choices choices;
  private final Terms terms;
  private final SimulatedCluster cluster;
  private final Map<String, Sidecar> sidecars = new LinkedHashMap<>();
  private final Map<String, List<Resignation>> lastWords = new HashMap<>();
  private Observation stale;
  private long nowMs = Arbitrary.NOW;
  private int pods;

  TroubledWorld(Choices choices) {
    this.choices = choices;
    this.terms = Arbitrary.terms(choices);
    this.cluster = new SimulatedCluster(terms);
    this.stale = cluster.observe(nowMs);
  }

  boolean goesOn() {
    return choices.more();
  }

  void step() {
    switch (choices.upTo(14)) {
      case 0, 1, 2 -> operate(cluster.observe(nowMs), Integer.MAX_VALUE);
      case 3 -> operate(cluster.observe(nowMs), 1 + choices.upTo(4));
      case 4 -> operate(stale, 1 + choices.upTo(9));
      case 5 -> stale = cluster.observe(nowMs);
      case 6 -> nowMs += choices.of(List.of(MINUTE, 20 * MINUTE, 600 * MINUTE, 3000 * MINUTE));
      case 7 -> create();
      case 8 -> somePod().ifPresent(this::start);
      case 9 -> somePod().ifPresent(this::resign);
      case 10 -> somePod().ifPresent(this::terminate);
      case 11 -> somePod().ifPresent(this::remove);
      case 12 -> somePod().ifPresent(this::fail);
      default -> wreck();
    }
    takeLeases();
  }

  private void wreck() {
    // Of a number whose object and whose count are both gone, nothing says that it was ever made.
    boolean complete =
        Planner.plan(cluster.observe(nowMs)).stream().noneMatch(Action.Provision.class::isInstance);
    if (choices.onceIn(3) && complete) {
      cluster.forgetProvisioned();
    } else if (choices.onceIn(3)) {
      cluster.slotList().stream()
          .map(Slot::id)
          .filter(_ -> choices.onceIn(3))
          .forEach(cluster::loseStatus);
    } else if (!cluster.slotList().isEmpty()) {
      Slot slot = choices.of(cluster.slotList());
      if (cluster.observe(nowMs).provisioned().isPresent()) {
        cluster.erase(slot.id());
      }
    }
  }

  private Optional<ObservedPod> somePod() {
    List<ObservedPod> there = cluster.podList();
    return there.isEmpty() ? Optional.empty() : Optional.of(choices.of(there));
  }

  private void create() {
    String name = "pod" + pods++;
    boolean bound = choices.onceIn(5);
    cluster.put(APod.named(name).created(nowMs).gate(!bound).node(bound ? "n1" : "").build());
    sidecars.put(APod.uid(name), new Sidecar());
  }

  private void start(ObservedPod pod) {
    if (!pod.gated() && pod.lives() && pod.lease().isPresent()) {
      APod running = APod.copy(pod).node("n1").phase(ObservedPod.Phase.RUNNING);
      cluster.put(running.sidecar(SidecarState.STARTED).build());
    }
  }

  private void resign(ObservedPod pod) {
    Sidecar sidecar = sidecars.get(pod.uid());
    if (sidecar.lease != null
        && sidecar.closed == null
        && pod.phase() != ObservedPod.Phase.PENDING) {
      Window window = sidecar.lease.window();
      long last = Math.min(nowMs, window.notAfterMs() - 1);
      long start = window.notBeforeMs();
      long highWater = choices.onceIn(3) ? start : Math.max(start, last);
      sidecar.closed =
          new Resignation(sidecar.lease.workerId(), start, sidecar.lease.turn(), highWater);
      // A message may be lost; it is the pod's status that matters.
      if (!choices.onceIn(4)) {
        APod said = APod.copy(pod).resigned(sidecar.closed);
        cluster.put(pod.lives() ? said.sidecar(SidecarState.WAITING).build() : said.build());
      }
    }
  }

  private void terminate(ObservedPod pod) {
    if (pod.lives()) {
      cluster.put(APod.copy(pod).phase(ObservedPod.Phase.TERMINATING).build());
    }
  }

  private void fail(ObservedPod pod) {
    if (pod.phase() == ObservedPod.Phase.RUNNING) {
      cluster.put(APod.copy(pod).phase(ObservedPod.Phase.TERMINAL).build());
    }
  }

  private void remove(ObservedPod pod) {
    cluster.removePod(pod.uid());
    if (!choices.onceIn(3)) {
      lastWords.put(pod.uid(), pod.resignations());
    }
  }

  /** A sidecar whose pod is gone may live on with its node, but is told nothing more. */
  private void takeLeases() {
    for (ObservedPod pod : cluster.podList()) {
      pod.lease().ifPresent(lease -> sidecars.get(pod.uid()).take(lease));
    }
  }

  private void operate(Observation copy, int limit) {
    long offMs = choices.of(List.of(0L, 0L, 0L, -50 * MINUTE, 50 * MINUTE));
    Observation seen = with(copy, copy.nowMs() + offMs, Set.of());
    Set<String> gone = new HashSet<>();
    for (Held held : Planner.toConfirm(seen)) {
      Optional<ObservedPod> live = cluster.pod(held.podUid());
      if (live.isEmpty() || live.get().phase() == ObservedPod.Phase.TERMINAL) {
        gone.add(held.podUid());
      }
    }
    cluster.apply(Planner.plan(with(seen, seen.nowMs(), gone)), limit);
  }

  private Observation with(Observation seen, long atMs, Set<String> gone) {
    return new Observation(
        atMs,
        nowMs,
        terms,
        seen.provisioned(),
        seen.fencedUntilMs(),
        Set.of(),
        seen.pods(),
        seen.slots(),
        seen.lost(),
        gone,
        lastWords);
  }

  /** The operator is well and all dead pods are gone: two months of looking when it wants to. */
  void calmDown() {
    for (ObservedPod pod : cluster.podList()) {
      if (!pod.lives() || cluster.podList().size() > terms.numbers().capacity()) {
        cluster.removePod(pod.uid());
      }
    }
    for (long end = nowMs + 60 * 1440 * MINUTE; nowMs < end; nowMs += 30 * MINUTE) {
      operate(cluster.observe(nowMs), Integer.MAX_VALUE);
      if (waiting().isEmpty()) {
        return;
      }
    }
  }

  /** Returns the pods that wait for what there is: after a layout's end nobody gets a number. */
  List<ObservedPod> waiting() {
    Observation seen = cluster.observe(nowMs);
    return Summary.of(seen).timestampsOver()
        ? List.of()
        : new Grants(seen, new Holders(seen, seen.slots())).waiting();
  }

  List<Use> uses() {
    List<Use> uses = new ArrayList<>();
    sidecars.forEach(
        (uid, sidecar) -> {
          if (sidecar.lease != null) {
            Window window = sidecar.lease.window();
            long endMs =
                sidecar.closed == null ? window.notAfterMs() : sidecar.closed.highWaterMs() + 1;
            Window used = new Window(window.notBeforeMs(), endMs);
            uses.add(new Use(uid, sidecar.lease.workerId(), used));
          }
        });
    return uses;
  }

  /** Histories by number, with the present window as the newest. */
  Map<Integer, List<Past>> ledgerWindows() {
    Map<Integer, List<Past>> all = new HashMap<>();
    for (Slot slot : cluster.slotList()) {
      List<Past> list = new ArrayList<>(slot.history());
      slot.held()
          .ifPresent(held -> list.addFirst(held.past(held.window().notAfterMs(), Past.End.LOST)));
      all.put(slot.id(), list);
    }
    return all;
  }
}
