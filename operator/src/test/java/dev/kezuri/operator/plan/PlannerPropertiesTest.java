// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import static dev.kezuri.operator.plan.Expected.forAll;
import static dev.kezuri.operator.plan.Expected.only;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What holds for the plan of any observation; {@link Expected} says it in words of its own. */
class PlannerPropertiesTest {
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
            assertThat(toldNow).contains(Expected.ended((Action.Release) next.getFirst()).podUid());
          }
          cluster.apply(next, next.size());
          assertThat(Planner.plan(cluster.refresh(seen))).isEmpty();
        });
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
                  new HashSet<>(seen.lost()),
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
                .allMatch(a -> Expected.ended(a).end() == Past.End.GRACEFUL);
            assertThat(Planner.toConfirm(seen)).isEmpty();
          }
        });
  }

  @Test
  void shouldRenewAndTellOnlyLivingPodsAndNeverTellThemLess() {
    forAll(
        seen -> {
          assertThat(only(Action.Extend.class, seen)).allMatch(a -> Expected.lives(a.pod(), seen));
          for (Action.Announce announce : only(Action.Announce.class, seen)) {
            assertThat(Expected.lives(announce.pod(), seen)).isTrue();
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
  void shouldLetWindowsAndTurnsOnlyGrowAndNoFurtherThanALeaseFromNow() {
    forAll(
        seen -> {
          for (Action.Extend extend : only(Action.Extend.class, seen)) {
            Slot slot = Expected.before(seen, extend.slot().id());
            Held before = slot.held().orElseThrow();
            Held after = extend.slot().held().orElseThrow();
            long latest = Expected.renewalMs(seen) + Expected.spanMs(after.turn(), seen);
            assertThat(after.podUid()).isEqualTo(before.podUid());
            assertThat(after.turn()).isBetween(before.turn(), before.turn() + 1);
            assertThat(after.window().notBeforeMs()).isEqualTo(before.window().notBeforeMs());
            assertThat(after.window().notAfterMs())
                .isGreaterThanOrEqualTo(before.window().notAfterMs())
                .isLessThanOrEqualTo(
                    Math.max(
                        before.window().notAfterMs(), Math.min(latest, slot.layout().endMs())));
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
              assertThat(held.turn() > 0 || !Expected.started(pod.get())).isTrue();
              long span = Expected.spanMs(held.turn(), seen);
              assertThat(held.window().notAfterMs())
                  .isGreaterThanOrEqualTo(
                      Math.min(
                          Expected.renewalMs(seen) + span - span / 3 - 1, slot.layout().endMs()));
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
        seen.lost(),
        seen.confirmedGone(),
        Map.copyOf(seen.lastWords()));
  }
}
