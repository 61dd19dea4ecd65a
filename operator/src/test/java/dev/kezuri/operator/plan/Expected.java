// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import static org.quicktheories.QuickTheory.qt;

import dev.kezuri.lease.Resignation;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What plans are held to, said once more and not by the code that plans: a property that asks the
 * planner's own predicates goes wrong with them.
 */
final class Expected {
  private static final int EXAMPLES = 1500;
  private static final long FIRST_WINDOW_MS = 15 * 60_000L;

  private Expected() {}

  static void forAll(Consumer<Observation> property) {
    qt().withExamples(EXAMPLES)
        .forAll(Choices.scripts(250))
        .checkAssert(script -> property.accept(Arbitrary.observation(script)));
  }

  static <T extends Action> List<T> only(Class<T> kind, Observation seen) {
    return Planner.plan(seen).stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  static Slot before(Observation seen, int id) {
    return seen.slots().stream().filter(slot -> slot.id() == id).findFirst().orElseThrow();
  }

  static Past ended(Action.Release release) {
    return release.slot().history().getFirst();
  }

  static boolean lives(ObservedPod pod, Observation seen) {
    return Set.of(ObservedPod.Phase.PENDING, ObservedPod.Phase.RUNNING).contains(pod.phase())
        && !seen.confirmedGone().contains(pod.uid());
  }

  static boolean started(ObservedPod pod) {
    return pod.sidecar() == SidecarState.STARTED
        || (pod.sidecar() == SidecarState.NONE && pod.phase() == ObservedPod.Phase.RUNNING);
  }

  static long spanMs(int turn, Observation seen) {
    long lease = seen.terms().leaseMs();
    return turn == 0 ? Math.min(lease, FIRST_WINDOW_MS) : lease;
  }

  static long renewalMs(Observation seen) {
    return seen.safeguards().contains(Safeguard.CLOCK_SKEW) ? seen.serverMs() : seen.nowMs();
  }

  static boolean inRange(int id, Observation seen) {
    NumberRange range = seen.terms().numbers();
    return range.first() <= id && id <= range.last() && !range.reserved().contains(id);
  }

  /** Returns whether the pod could take a number, and has none. */
  static boolean waits(ObservedPod pod, Observation seen) {
    boolean had =
        pod.lease()
            .filter(lease -> lease.podUid().equals(pod.uid()))
            .filter(lease -> lease.generator().equals(seen.terms().generator()))
            .isPresent();
    return lives(pod, seen)
        && (pod.gated() || !pod.node().isEmpty())
        && !had
        && !pod.otherGates().contains("queue")
        && seen.slots().stream().flatMap(slot -> slot.held().stream()).noneMatch(by(pod));
  }

  private static Predicate<Held> by(ObservedPod pod) {
    return held -> held.podUid().equals(pod.uid());
  }

  /** Returns until when a pod's annotation lets it use {@code id}. */
  static long toldUntilMs(int id, Observation seen) {
    return seen.pods().stream()
        .flatMap(pod -> pod.lease().stream())
        .filter(lease -> lease.generator().equals(seen.terms().generator()))
        .filter(lease -> lease.workerId() == id)
        .mapToLong(lease -> lease.window().notAfterMs())
        .max()
        .orElse(Long.MIN_VALUE);
  }

  /** Returns the last timestamp of a holder that has closed the present turn of its window. */
  static OptionalLong lastWordMs(Slot slot, Observation seen) {
    Held held = slot.held().orElseThrow();
    Stream<ObservedPod> pods = seen.pods().stream().filter(p -> p.uid().equals(held.podUid()));
    List<Resignation> kept = seen.lastWords().getOrDefault(held.podUid(), List.of());
    return Stream.concat(pods.flatMap(p -> p.resignations().stream()), kept.stream())
        .filter(word -> word.workerId() == slot.id())
        .filter(word -> word.turn() == held.turn())
        .filter(word -> word.notBeforeMs() == held.window().notBeforeMs())
        // Nobody may issue so late; and one more must not overflow.
        .mapToLong(word -> Math.min(word.highWaterMs(), held.window().notAfterMs()))
        .max();
  }
}
