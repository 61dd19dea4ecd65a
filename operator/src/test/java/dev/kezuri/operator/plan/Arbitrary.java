// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.Resignation;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.lease.Window;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Observations of every kind, likely or not, with a ledger that keeps its own rules. */
final class Arbitrary {
  static final long NOW = UtcMillis.parse("2026-11-23T08:00:00.000Z");
  static final long MINUTE = 60_000L;
  static final IdLayout OLD_LAYOUT = new IdLayout(0, 41, 10, 12);

  /** A layout whose first timestamp that no ID can carry is {@code endMs}. */
  static IdLayout ending(long endMs) {
    return new IdLayout(endMs - (1L << 41), 41, 10, 12);
  }

  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f", "g");
  private static final List<Long> SKEWS =
      List.of(-60 * MINUTE, 60 * MINUTE, -1_000_000 * MINUTE, 1_000_000 * MINUTE);
  private static final List<Long> FENCES =
      List.of(NOW - 1440 * MINUTE, NOW - MINUTE / 2, NOW - 1, NOW, NOW + 1, NOW + 1440 * MINUTE);
  private static final List<Long> LEASES = List.of(10_000L, 5 * MINUTE, 60 * MINUTE, 1440 * MINUTE);

  private final Choices choices;
  private final List<ObservedPod> pods = new ArrayList<>();
  private final List<Slot> slots = new ArrayList<>();
  private Terms terms;

  private Arbitrary(Choices choices) {
    this.choices = choices;
  }

  static Observation observation(List<Integer> script) {
    return new Arbitrary(new Choices(script)).build();
  }

  static Terms terms(Choices choices) {
    int first = choices.upTo(3);
    int last = first + choices.upTo(24);
    Set<Integer> reserved = choices.onceIn(2) ? Set.of(first, first + 3) : Set.of();
    return new Terms(
        "shop/orders",
        choices.onceIn(6) ? ending(NOW + (choices.upTo(2881) - 1440) * MINUTE) : IdLayout.DEFAULT,
        new NumberRange(first, last, reserved),
        choices.of(LEASES),
        1 + choices.upTo(3),
        Set.of("queue"));
  }

  private Observation build() {
    terms = terms(choices);
    // First, for a script that is used up says no to everything.
    OptionalLong fenced =
        choices.onceIn(5) ? OptionalLong.of(choices.of(FENCES)) : OptionalLong.empty();
    OptionalInt provisioned =
        choices.onceIn(4)
            ? OptionalInt.empty()
            : OptionalInt.of(terms.numbers().first() + choices.upTo(20));
    Set<Safeguard> safeguards = EnumSet.noneOf(Safeguard.class);
    if (choices.onceIn(3)) {
      safeguards.add(choices.of(List.of(Safeguard.values())));
    }
    boolean skewed = safeguards.contains(Safeguard.CLOCK_SKEW);
    long serverMs = skewed ? NOW + choices.of(SKEWS) : NOW + choices.upTo(30);
    for (int id = 0; id < 8; id++) {
      if (choices.upTo(4) > 0) {
        slots.add(slot(id + (choices.onceIn(9) ? 20 : 0)));
      }
    }
    Set<Integer> lost =
        slots.stream()
            .filter(slot -> slot.floorMs().isEmpty() && choices.onceIn(3))
            .map(Slot::id)
            .collect(Collectors.toSet());
    NAMES.stream().filter(_ -> choices.upTo(3) > 0).forEach(name -> pods.add(pod(name)));
    Set<String> gone = new HashSet<>();
    Map<String, List<Resignation>> words = new HashMap<>();
    for (String name : NAMES) {
      String uid = APod.uid(name);
      boolean there = pods.stream().anyMatch(pod -> pod.uid().equals(uid));
      if (choices.onceIn(there ? 9 : 2)) {
        gone.add(uid);
      }
      if (!there && choices.onceIn(2)) {
        words.put(uid, words(uid));
      }
    }
    return new Observation(
        NOW, serverMs, terms, provisioned, fenced, safeguards, pods, slots, lost, gone, words);
  }

  private long someTime() {
    return NOW + (choices.upTo(2881) - 1440) * choices.of(List.of(MINUTE, MINUTE / 60));
  }

  private Slot slot(int id) {
    if (choices.onceIn(8)) {
      return new Slot(
          id, "w" + id, terms.layout(), OptionalLong.empty(), Optional.empty(), List.of());
    }
    long floor = someTime();
    List<Past> history = new ArrayList<>();
    for (int i = choices.upTo(4); i > 0; i--) {
      Window window = new Window(floor - 2 * MINUTE * i, floor - MINUTE * i);
      history.addFirst(new Past(APod.uid("old" + i), "old" + i, "", window, Past.End.LOST));
    }
    Optional<Held> held = choices.upTo(3) > 0 ? Optional.of(held(floor)) : Optional.empty();
    IdLayout layout = choices.onceIn(9) ? OLD_LAYOUT : terms.layout();
    return new Slot(id, "w" + id, layout, OptionalLong.of(floor), held, history);
  }

  private Held held(long floor) {
    long notBefore = floor - choices.upTo(3) * MINUTE;
    long notAfter = notBefore + 1 + choices.upTo(3000) * MINUTE;
    String name = choices.of(NAMES);
    String node = choices.onceIn(2) ? "n1" : "";
    Window window = new Window(notBefore, notAfter);
    return new Held(APod.uid(name), name, node, choices.upTo(3), window);
  }

  private ObservedPod pod(String name) {
    String uid = APod.uid(name);
    boolean gated = choices.onceIn(2);
    APod pod =
        APod.named(name)
            .created(NOW - choices.upTo(3) * MINUTE)
            .gate(gated)
            .node(choices.onceIn(2) && !gated ? "n2" : "")
            .phase(choices.of(List.of(ObservedPod.Phase.values())))
            .sidecar(choices.of(List.of(SidecarState.values())));
    if (choices.onceIn(5)) {
      pod.otherGate(choices.onceIn(2) ? "queue" : "another");
    }
    words(uid).forEach(pod::resigned);
    if (choices.upTo(3) > 0) {
      lease(uid).ifPresent(pod::lease);
    }
    ObservedPod built = pod.build();
    // A sidecar that was never told of a lease has not started.
    boolean odd = built.sidecar() == SidecarState.STARTED && heldBy(uid).isEmpty();
    return odd ? pod.sidecar(SidecarState.STARTING).build() : built;
  }

  private List<Slot> heldBy(String uid) {
    return slots.stream()
        .filter(slot -> slot.held().filter(held -> held.podUid().equals(uid)).isPresent())
        .toList();
  }

  private List<Resignation> words(String uid) {
    List<Resignation> words = new ArrayList<>();
    for (Slot slot : heldBy(uid)) {
      if (choices.onceIn(3)) {
        Held held = slot.held().orElseThrow();
        // At times that of a grant before this one.
        long start = held.window().notBeforeMs() - (choices.onceIn(5) ? MINUTE : 0);
        long highWater = choices.onceIn(9) ? Long.MAX_VALUE : start + choices.upTo(900) * MINUTE;
        int turn = Math.max(0, held.turn() - choices.upTo(2));
        words.add(new Resignation(slot.id(), start, turn, highWater));
      }
    }
    return words;
  }

  private Optional<Lease> lease(String uid) {
    List<Slot> held = heldBy(uid);
    if (choices.onceIn(6) || held.isEmpty()) {
      Window window = new Window(NOW - MINUTE, NOW + (1 + choices.upTo(90)) * MINUTE);
      String whose = choices.onceIn(2) ? uid : APod.uid("copied");
      int id = terms.numbers().first() + choices.upTo(9);
      return Optional.of(new Lease(terms.generator(), whose, id, window, 0, IdLayout.DEFAULT));
    }
    Slot slot = choices.of(held);
    Window window = slot.held().orElseThrow().window();
    int turn = Math.max(0, slot.held().orElseThrow().turn() + choices.upTo(4) - 2);
    long shorter = window.notAfterMs() - choices.upTo(3) * MINUTE;
    Window known = new Window(window.notBeforeMs(), Math.max(shorter, window.notBeforeMs() + 1));
    return Optional.of(new Lease(terms.generator(), uid, slot.id(), known, turn, slot.layout()));
  }
}
