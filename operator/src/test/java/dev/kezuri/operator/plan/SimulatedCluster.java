// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.lease.Lease;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** The ledger and the pods as an API server keeps them: versions, the CRD's rules, and no more. */
public final class SimulatedCluster {
  private final Map<Integer, Slot> slots = new TreeMap<>();
  private final Map<String, ObservedPod> pods = new LinkedHashMap<>();
  private final Set<Integer> lost = new HashSet<>();
  private final Map<Integer, String> written = new TreeMap<>();
  private final Terms terms;
  private OptionalInt provisioned = OptionalInt.empty();
  private OptionalLong fencedUntilMs = OptionalLong.empty();
  private long versions;

  /** An empty cluster. */
  public SimulatedCluster(Terms terms) {
    this.terms = terms;
  }

  /** A cluster as it was seen. */
  public static SimulatedCluster of(Observation seen) {
    SimulatedCluster cluster = new SimulatedCluster(seen.terms());
    seen.slots().forEach(slot -> cluster.slots.put(slot.id(), slot));
    seen.pods().forEach(pod -> cluster.pods.put(pod.uid(), pod));
    cluster.lost.addAll(seen.lost());
    cluster.provisioned = seen.provisioned();
    cluster.fencedUntilMs = seen.fencedUntilMs();
    return cluster;
  }

  /** What a perfect observer sees. */
  public Observation observe(long nowMs) {
    return new Observation(
        nowMs,
        nowMs,
        terms,
        provisioned,
        fencedUntilMs,
        Set.of(),
        podList(),
        slotList(),
        Set.copyOf(lost),
        Set.of(),
        Map.of());
  }

  /** {@code seen}, with the ledger and the pods as they are here. */
  public Observation refresh(Observation seen) {
    return new Observation(
        seen.nowMs(),
        seen.serverMs(),
        seen.terms(),
        provisioned,
        fencedUntilMs,
        seen.safeguards(),
        podList(),
        slotList(),
        Set.copyOf(lost),
        seen.confirmedGone(),
        seen.lastWords());
  }

  List<ObservedPod> podList() {
    return List.copyOf(pods.values());
  }

  List<Slot> slotList() {
    return List.copyOf(slots.values());
  }

  Optional<ObservedPod> pod(String uid) {
    return Optional.ofNullable(pods.get(uid));
  }

  /** Puts a pod under a new version. */
  public void put(ObservedPod pod) {
    pods.put(pod.uid(), APod.copy(pod).version("v" + versions++).build());
  }

  void removePod(String uid) {
    pods.remove(uid);
  }

  void erase(int id) {
    slots.remove(id);
    lost.remove(id);
  }

  /** As a restore does: the object is there again, without what it said. */
  void loseStatus(int id) {
    Slot old = slots.get(id);
    store(new Slot(id, "", old.layout(), OptionalLong.empty(), Optional.empty(), List.of()));
    lost.add(id);
  }

  void forgetProvisioned() {
    provisioned = OptionalInt.empty();
  }

  /** Carries a plan out, at most {@code limit} writes; returns the actions that succeeded. */
  public List<Action> apply(List<Action> plan, int limit) {
    written.clear();
    Set<Integer> failed = new HashSet<>();
    int failedBelow = Integer.MIN_VALUE;
    List<Action> done = new ArrayList<>();
    for (Action action : plan.subList(0, Math.min(limit, plan.size()))) {
      int id = number(action);
      boolean ok = id >= failedBelow && !failed.contains(id) && apply(action);
      if (ok) {
        done.add(action);
      } else if (action instanceof Action.Provision provision) {
        failedBelow = provision.raiseTo();
      } else {
        failed.add(id);
      }
    }
    return done;
  }

  private static int number(Action action) {
    return switch (action) {
      case Action.Provision _ -> Integer.MAX_VALUE;
      case Action.Grant grant -> grant.slot().id();
      case Action.Extend extend -> extend.slot().id();
      case Action.Announce announce -> announce.lease().workerId();
      case Action.Release release -> release.slot().id();
    };
  }

  private boolean apply(Action action) {
    return switch (action) {
      case Action.Provision provision -> provision(provision);
      case Action.Grant grant -> write(grant.slot());
      case Action.Extend extend -> write(extend.slot());
      case Action.Release release -> write(release.slot());
      case Action.Announce announce -> announce(announce);
    };
  }

  private boolean provision(Action.Provision action) {
    int live = provisioned.orElse(0);
    int known = Math.max(action.plannedOn(), live);
    if (action.numbers().stream().anyMatch(number -> number.id() >= known && isLost(number))) {
      return false;
    }
    for (Action.NewNumber number : action.numbers()) {
      Slot there = slots.get(number.id());
      if (there == null || there.floorMs().isEmpty()) {
        long floorMs = action.floorMs(number, live);
        store(
            new Slot(
                number.id(),
                "",
                terms.layout(),
                OptionalLong.of(floorMs),
                Optional.empty(),
                List.of()));
      }
    }
    provisioned = OptionalInt.of(Math.max(live, action.raiseTo()));
    return true;
  }

  private boolean isLost(Action.NewNumber number) {
    Slot there = slots.get(number.id());
    return there != null && there.floorMs().isEmpty() && lost.contains(number.id());
  }

  private boolean write(Slot after) {
    Slot before = slots.get(after.id());
    boolean chained = after.resourceVersion().equals(Slot.OF_THIS_PLAN);
    String expected = chained ? written.get(after.id()) : after.resourceVersion();
    if (before == null || !before.resourceVersion().equals(expected)) {
      return false;
    }
    List<String> broken = LedgerRules.broken(before, after);
    if (chained && !broken.isEmpty()) {
      // The floor that a Provision wrote was later than the one planned.
      return false;
    }
    assertThat(broken).as("%s to %s", before, after).isEmpty();
    store(after);
    return true;
  }

  private void store(Slot slot) {
    String version = "v" + versions++;
    written.put(slot.id(), version);
    slots.put(slot.id(), slot.at(version));
  }

  private boolean announce(Action.Announce action) {
    ObservedPod now = pods.get(action.pod().uid());
    boolean tested =
        now != null
            && (action.pod().gated()
                ? now.gateIndex().equals(action.pod().gateIndex())
                : unchanged(now, action.pod()));
    if (tested) {
      Lease lease = action.lease();
      put(APod.copy(now).gate(false).annotated().lease(lease).build());
    }
    return tested;
  }

  private static boolean unchanged(ObservedPod now, ObservedPod seen) {
    return seen.lease().isPresent()
        ? now.lease().equals(seen.lease())
        : now.resourceVersion().equals(seen.resourceVersion());
  }
}
