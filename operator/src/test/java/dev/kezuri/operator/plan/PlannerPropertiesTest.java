// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;

import dev.kezuri.lease.Lease;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlannerPropertiesTest {
  private static void forAll(Consumer<Observation> property) {
    qt().withExamples(1500)
        .forAll(Choices.scripts(250))
        .checkAssert(script -> property.accept(Arbitrary.observation(script)));
  }

  private static <T extends Action> List<T> only(Class<T> kind, Observation seen) {
    return Planner.plan(seen).stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static boolean lives(ObservedPod pod, Observation seen) {
    return pod.lives() && !seen.confirmedGone().contains(pod.uid());
  }

  private static Slot before(Observation seen, int id) {
    return seen.slots().stream().filter(slot -> slot.id() == id).findFirst().orElseThrow();
  }

  private static Optional<ObservedPod> pod(Observation seen, String uid) {
    return seen.pods().stream().filter(pod -> pod.uid().equals(uid)).findFirst();
  }

  @Test
  void shouldKeepEveryRuleAndHaveNothingLeftToDoWhenAllOfAPlanSucceeds() {
    forAll(
        seen -> {
          SimulatedCluster cluster = SimulatedCluster.of(seen);
          List<Action> plan = Planner.plan(seen);
          assertThat(cluster.apply(plan, plan.size())).isEqualTo(plan);
          List<Action> next = Planner.plan(cluster.refresh(seen));
          Set<String> toldNow =
              only(Action.Announce.class, seen).stream()
                  .map(announce -> announce.pod().uid())
                  .collect(Collectors.toSet());
          if (!next.isEmpty()) {
            assertThat(next.getFirst()).isInstanceOf(Action.Release.class);
            assertThat(toldNow).contains(ended((Action.Release) next.getFirst()).podUid());
          }
          cluster.apply(next, next.size());
          assertThat(Planner.plan(cluster.refresh(seen))).isEmpty();
        });
  }

  private static Past ended(Action.Release release) {
    return release.slot().history().getFirst();
  }

  @Test
  void shouldPlanTheSameWhateverTheOrderItWasSeenIn() {
    forAll(
        seen -> {
          Observation turned =
              new Observation(
                  seen.nowMs(),
                  seen.serverMs(),
                  seen.terms(),
                  seen.provisioned(),
                  seen.fencedUntilMs(),
                  seen.safeguards(),
                  seen.pods().reversed(),
                  seen.slots().reversed(),
                  new HashSet<>(seen.confirmedGone()),
                  new HashMap<>(seen.lastWords()));
          assertThat(Planner.plan(turned)).isEqualTo(Planner.plan(seen));
        });
  }

  private static int rank(Action action) {
    return switch (action) {
      case Action.Release _ -> 0;
      case Action.Extend _ -> 1;
      case Action.Announce announce -> announce.pod().lease().isPresent() ? 1 : 3;
      case Action.Provision _ -> 2;
      case Action.Grant _ -> 3;
    };
  }

  @Test
  void shouldReleaseBeforeItRenewsAndRenewBeforeItGrants() {
    forAll(
        seen -> {
          List<Action> plan = new ArrayList<>(Planner.plan(seen));
          plan.removeIf(Action.Announce.class::isInstance);
          assertThat(plan).isSortedAccordingTo(Comparator.comparingInt(a -> rank(a)));
        });
  }

  @Test
  void shouldGrantOnlyToPodsThatWaitTheLongestWaitingFirst() {
    forAll(
        seen -> {
          List<ObservedPod> served =
              only(Action.Grant.class, seen).stream().map(Action.Grant::pod).toList();
          assertThat(served)
              .doesNotHaveDuplicates()
              .isSortedAccordingTo(
                  Comparator.comparingLong(ObservedPod::createdMs).thenComparing(ObservedPod::uid));
          assertThat(served)
              .allMatch(pod -> lives(pod, seen))
              .noneMatch(pod -> pod.otherGates().contains("queue"))
              .noneMatch(pod -> seen.slots().stream().anyMatch(slot -> holds(slot, pod)));
        });
  }

  private static boolean holds(Slot slot, ObservedPod pod) {
    return slot.held().filter(held -> held.podUid().equals(pod.uid())).isPresent();
  }

  @Test
  void shouldGrantOnlyFreeNumbersOfItsRangeAndLayout() {
    forAll(
        seen -> {
          for (Action.Grant grant : only(Action.Grant.class, seen)) {
            Held held = grant.slot().held().orElseThrow();
            assertThat(seen.terms().numbers().grantable(grant.slot().id())).isTrue();
            assertThat(grant.slot().layout()).isEqualTo(seen.terms().layout());
            assertThat(held.turn()).isEqualTo(grant.pod().started() ? 1 : 0);
            assertThat(held.window().contains(seen.nowMs())).isTrue();
            long span = new LeaseTimes(seen.terms().leaseMs()).spanMs(held.turn());
            assertThat(held.window().notAfterMs())
                .isEqualTo(Math.min(seen.nowMs() + span, seen.terms().layout().endMs()));
          }
        });
  }

  @Test
  void shouldHoldBackWhenASafeguardIsInForce() {
    forAll(
        seen -> {
          if (!seen.safeguards().isEmpty()) {
            assertThat(only(Action.Grant.class, seen)).isEmpty();
            boolean untried = seen.safeguards().equals(Set.of(Safeguard.UNTRIED));
            assertThat(untried || only(Action.Provision.class, seen).isEmpty()).isTrue();
          }
          if (seen.has(Safeguard.RESTORED)) {
            assertThat(Planner.plan(seen)).hasOnlyElementsOfType(Action.Release.class);
          }
          if (seen.has(Safeguard.CLOCK_SKEW)) {
            assertThat(only(Action.Release.class, seen))
                .allMatch(a -> ended(a).end() == Past.End.GRACEFUL);
            assertThat(Planner.toConfirm(seen)).isEmpty();
          }
        });
  }

  @Test
  void shouldNeverReleaseTheWindowThatALivingPodUses() {
    forAll(
        seen -> {
          for (Action.Release release : only(Action.Release.class, seen)) {
            Slot before = before(seen, release.slot().id());
            Held held = before.held().orElseThrow();
            pod(seen, held.podUid())
                .filter(pod -> lives(pod, seen))
                .ifPresent(pod -> assertThat(toldOfAnother(pod, before)).isTrue());
            if (ended(release).end() == Past.End.LOST) {
              assertThat(held.window().notAfterMs()).isLessThanOrEqualTo(seen.nowMs());
            }
          }
        });
  }

  private static boolean toldOfAnother(ObservedPod pod, Slot slot) {
    Lease lease = pod.lease().orElseThrow();
    return lease.podUid().equals(pod.uid())
        && (lease.workerId() != slot.id()
            || lease.window().notBeforeMs() != slot.held().orElseThrow().window().notBeforeMs());
  }

  @Test
  void shouldKeepAsManyPastHoldersAsAskedForAndDropOneAtMost() {
    forAll(
        seen -> {
          for (Action.Release release : only(Action.Release.class, seen)) {
            int before = before(seen, release.slot().id()).history().size();
            int kept = Math.max(before, Math.min(before + 1, seen.terms().history()));
            assertThat(release.slot().history()).hasSize(kept);
          }
        });
  }

  @Test
  void shouldDoNothingAboutAWindowWhosePodIsOnlyMissing() {
    forAll(
        seen -> {
          Set<String> known = new HashSet<>(seen.confirmedGone());
          known.addAll(seen.lastWords().keySet());
          seen.pods().forEach(pod -> known.add(pod.uid()));
          for (Action.Release release : only(Action.Release.class, seen)) {
            assertThat(known).contains(ended(release).podUid());
          }
          assertThat(only(Action.Extend.class, seen)).allMatch(a -> known.contains(a.pod().uid()));
        });
  }

  @Test
  void shouldRenewAndTellOnlyLivingPodsAndNeverTellThemLess() {
    forAll(
        seen -> {
          assertThat(only(Action.Extend.class, seen)).allMatch(a -> lives(a.pod(), seen));
          for (Action.Announce announce : only(Action.Announce.class, seen)) {
            assertThat(lives(announce.pod(), seen)).isTrue();
            Lease lease = announce.lease();
            assertThat(lease.podUid()).isEqualTo(announce.pod().uid());
            announce
                .pod()
                .lease()
                .filter(known -> known.podUid().equals(lease.podUid()))
                .ifPresent(
                    known -> {
                      assertThat(lease.workerId()).isEqualTo(known.workerId());
                      assertThat(lease.turn()).isGreaterThanOrEqualTo(known.turn());
                      assertThat(lease.window().notAfterMs())
                          .isGreaterThanOrEqualTo(known.window().notAfterMs());
                    });
          }
        });
  }

  @Test
  void shouldLeaveTwoThirdsOfTheLeaseToEveryStartedPodWhenItIsDone() {
    forAll(
        seen -> {
          SimulatedCluster cluster = SimulatedCluster.of(seen);
          cluster.apply(Planner.plan(seen), Integer.MAX_VALUE);
          Observation after = cluster.refresh(seen);
          Holders holders = new Holders(after, after.slots());
          for (Slot slot : after.slots()) {
            Optional<ObservedPod> pod = holders.keptFor(slot);
            if (pod.isPresent() && !seen.has(Safeguard.RESTORED)) {
              Held held = slot.held().orElseThrow();
              assertThat(held.turn() > 0 || !pod.get().started()).isTrue();
              long span = new LeaseTimes(seen.terms().leaseMs()).spanMs(held.turn());
              assertThat(held.window().notAfterMs())
                  .isGreaterThanOrEqualTo(
                      Math.min(seen.renewalMs() + span - span / 3 - 1, slot.layout().endMs()));
            }
          }
        });
  }

  @Test
  void shouldHaveNothingToDoBeforeItWantsToLookAgain() {
    forAll(
        seen -> {
          SimulatedCluster cluster = SimulatedCluster.of(seen);
          cluster.apply(Planner.plan(seen), Integer.MAX_VALUE);
          if (!Planner.plan(cluster.refresh(seen)).isEmpty()) {
            return;
          }
          OptionalLong next = Planner.nextLookMs(seen);
          long last = next.isPresent() ? next.getAsLong() - 1 : seen.nowMs() * 2;
          Observation later = at(last, cluster.refresh(seen));
          assertThat(Planner.plan(later)).isEmpty();
          assertThat(Planner.toConfirm(later)).isEqualTo(Planner.toConfirm(cluster.refresh(seen)));
        });
  }

  private static Observation at(long nowMs, Observation seen) {
    return new Observation(
        nowMs,
        seen.serverMs() + nowMs - seen.nowMs(),
        seen.terms(),
        seen.provisioned(),
        seen.fencedUntilMs(),
        seen.safeguards(),
        seen.pods(),
        seen.slots(),
        seen.confirmedGone(),
        Map.copyOf(seen.lastWords()));
  }
}
