// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import static dev.kezuri.operator.plan.Expected.forAll;
import static dev.kezuri.operator.plan.Expected.only;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is given which number, whatever was seen. */
class GrantPropertiesTest {
  private static final long BACK_MS = 60_000L;
  private static final long LONGEST_LEASE_MS = 720 * 3_600_000L;
  private static final Comparator<ObservedPod> LONGEST_WAITING =
      Comparator.comparingLong(ObservedPod::createdMs).thenComparing(ObservedPod::uid);

  @Test
  void shouldServeThePodsThatWaitTheLongestWaitingFirstAndPassNoneOver() {
    forAll(
        seen -> {
          List<ObservedPod> served =
              only(Action.Grant.class, seen).stream().map(Action.Grant::pod).toList();
          List<ObservedPod> waiting =
              seen.pods().stream()
                  .filter(pod -> Expected.waits(pod, seen))
                  .sorted(LONGEST_WAITING)
                  .toList();
          assertThat(served).isEqualTo(waiting.subList(0, served.size()));
        });
  }

  @Test
  void shouldGrantOnlyNumbersThatAreMadeAndOfItsRangeAndLayout() {
    forAll(
        seen -> {
          int made =
              only(Action.Provision.class, seen).stream()
                  .mapToInt(Action.Provision::raiseTo)
                  .reduce(seen.provisioned().orElse(0), Math::max);
          for (Action.Grant grant : only(Action.Grant.class, seen)) {
            assertThat(grant.slot().id()).isLessThan(made);
            assertThat(Expected.inRange(grant.slot().id(), seen)).isTrue();
            assertThat(grant.slot().layout()).isEqualTo(seen.terms().layout());
          }
        });
  }

  @Test
  void shouldGrantWindowsFromAMinuteAgoButNotBeforeFloorAndFenceUntilTheLayoutsEnd() {
    forAll(
        seen -> {
          long fenceMs = seen.fencedUntilMs().orElse(Long.MIN_VALUE);
          long endMs = seen.terms().layout().endMs();
          for (Action.Grant grant : only(Action.Grant.class, seen)) {
            Held held = grant.slot().held().orElseThrow();
            long floorMs = grant.slot().floorMs().orElseThrow();
            assertThat(held.turn()).isEqualTo(startsAtOnce(grant.pod()) ? 1 : 0);
            assertThat(held.window().notBeforeMs())
                .isEqualTo(Math.max(Math.max(floorMs, fenceMs), seen.nowMs() - BACK_MS))
                .isLessThanOrEqualTo(seen.nowMs());
            assertThat(held.window().notAfterMs())
                .isGreaterThan(seen.nowMs())
                .isEqualTo(Math.min(seen.nowMs() + Expected.spanMs(held.turn(), seen), endMs));
          }
        });
  }

  private static boolean startsAtOnce(ObservedPod pod) {
    return pod.sidecar() == SidecarState.NONE && Expected.started(pod);
  }

  @Test
  void shouldMakeNumbersThatRestForAsLongAsAnybodyMayUseThem() {
    forAll(
        seen -> {
          for (Action.Provision made : only(Action.Provision.class, seen)) {
            for (Action.NewNumber number : made.numbers()) {
              long told = Expected.toldUntilMs(number.id(), seen);
              long fenceMs = seen.fencedUntilMs().orElse(Long.MIN_VALUE);
              long nowMs = Math.max(seen.nowMs(), fenceMs);
              assertThat(number.freshFloorMs()).isEqualTo(Math.max(nowMs, told));
              assertThat(number.erasedFloorMs())
                  .isEqualTo(Math.max(Math.max(nowMs, told), seen.nowMs() + LONGEST_LEASE_MS));
            }
          }
        });
  }

  @Test
  void shouldGiveTheNumbersThatAreFreeLongest() {
    forAll(
        seen ->
            assertThat(only(Action.Grant.class, seen))
                .extracting(grant -> grant.slot().floorMs().orElseThrow())
                .isSorted());
  }

  @Test
  void shouldLetNobodyWaitWhileANumberIsFree() {
    forAll(
        seen -> {
          long endMs = seen.terms().layout().endMs();
          boolean open =
              seen.safeguards().isEmpty()
                  && seen.nowMs() < endMs
                  && seen.fencedUntilMs().orElse(0) <= seen.nowMs();
          int served = only(Action.Grant.class, seen).size();
          long waiting = seen.pods().stream().filter(pod -> Expected.waits(pod, seen)).count();
          if (open && served < waiting) {
            SimulatedCluster cluster = SimulatedCluster.of(seen);
            cluster.apply(Planner.plan(seen), Integer.MAX_VALUE);
            assertThat(cluster.slotList())
                .filteredOn(slot -> Expected.inRange(slot.id(), seen))
                .filteredOn(slot -> slot.layout().equals(seen.terms().layout()))
                .noneMatch(
                    slot ->
                        slot.held().isEmpty()
                            && slot.floorMs().orElse(Long.MAX_VALUE) <= seen.nowMs());
            assertThat(cluster.observe(seen.nowMs()).provisioned().orElse(0))
                .isGreaterThan(seen.terms().numbers().last());
          }
        });
  }
}
