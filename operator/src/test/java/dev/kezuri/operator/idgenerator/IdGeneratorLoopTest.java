// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import static dev.kezuri.operator.idgenerator.LoopRig.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.v1alpha1.LayoutSpec;
import dev.kezuri.api.v1alpha1.PastWindow;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.operator.apply.LedgerMark;
import dev.kezuri.operator.apply.PatchStep;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdGeneratorLoopTest {
  private final LoopRig rig = new LoopRig();

  @Test
  void shouldGrantAllWaitingPodsWithTwoWritesEachWhenNumbersAreThere() {
    rig.apply(null, 1023);
    rig.pod("first");
    rig.settle();
    IntStream.range(0, 10).forEach(i -> rig.pod("p" + i));
    long puts = rig.writes("put workerids");
    long patches = rig.writes("patch pods");

    rig.turn();

    assertThat(rig.writes("put workerids") - puts).isEqualTo(10);
    assertThat(rig.writes("patch pods") - patches).isEqualTo(10);
    assertThat(IntStream.range(0, 10).map(i -> rig.lease("p" + i).workerId()).distinct())
        .hasSize(10);
    assertThat(rig.live("p0").getSpec().getSchedulingGates()).isEmpty();
    rig.advance(Duration.ofSeconds(2));
    rig.turn();
    assertThat(rig.generator().getStatus().active()).isEqualTo(11);
  }

  @Test
  void shouldNeitherWriteNorLoseWhenTheCacheIsBehindItsOwnWrites() {
    rig.apply(null, 1023);
    rig.pod("p");
    rig.settle();
    rig.pod("q");
    rig.freeze();
    rig.settle();
    rig.advance(Duration.ofSeconds(2));
    rig.settle();
    int settled = rig.cluster.writes().size();

    Duration nextLook = rig.turn();

    assertThat(rig.cluster.writes()).hasSize(settled);
    assertThat(nextLook)
        .as("a lost write is planned again at once")
        .isGreaterThan(Duration.ofSeconds(10));
    assertThat(rig.lease("q").turn()).isZero();
  }

  @Test
  void shouldRaiseTheTurnWhenTheSidecarStartsAndWhenItResignsInALivingPod() {
    rig.apply(null, 1023);
    rig.pod("p");
    rig.settle();

    rig.running("p", null, 0);
    rig.settle();
    assertThat(rig.lease("p").turn()).isEqualTo(1);

    rig.running("p", rig.resignation("p", T0 + 5).message(), 0);
    rig.settle();
    assertThat(rig.lease("p").turn()).isEqualTo(2);
    assertThat(rig.lease("p").workerId()).isZero();
  }

  @Test
  void shouldReleaseAtTheHighWaterWhenThePodsLastWordCameWithItsDeletion() {
    rig.apply(null, 1023);
    rig.pod("p");
    rig.settle();
    Pod last = rig.running("p", rig.resignation("p", T0 + 5).message(), 0);
    rig.cluster.delete(last);
    rig.lastWords.hear(last, false);

    rig.settle();

    assertThat(rig.workerId(0).getStatus().window()).isNull();
    assertThat(rig.workerId(0).getStatus().floorMs()).isEqualTo(T0 + 6);
    assertThat(rig.workerId(0).getStatus().history().getFirst().end())
        .isEqualTo(PastWindow.End.GRACEFUL);
  }

  @Test
  void shouldReleaseAsLostOnlyWhenTheServerItselfSaysThatThePodIsGone() {
    rig.apply(null, 1023);
    Pod pod = rig.pod("p");
    rig.settle();
    rig.hide(pod);
    rig.advance(Duration.ofHours(1));

    assertThat(rig.turn()).isLessThanOrEqualTo(Duration.ofSeconds(10));
    assertThat(rig.workerId(0).getStatus().window()).isNotNull();

    rig.cluster.delete(pod);
    rig.settle();
    assertThat(rig.workerId(0).getStatus().history().getFirst().end())
        .isEqualTo(PastWindow.End.LOST);
  }

  @Test
  void shouldHoldBackAndSayConflictWhenAnotherLayoutsLedgerIsThere() {
    rig.apply(null, 1023);
    rig.pod("p");
    rig.settle();
    rig.cluster.delete(rig.generator());
    rig.apply(new LayoutSpec(null, 40, null, null), 1023);
    rig.pod("q");

    rig.settle();

    assertThat(rig.condition("Conflict")).contains("True");
    assertThat(rig.condition("Ready")).contains("False");
    assertThat(PodFacts.of(rig.live("q")).lease()).isEmpty();
    assertThat(events()).containsExactly("Conflict");
  }

  @Test
  void shouldTakeTheLedgerOverWhenTheGeneratorIsMadeAgainWithItsLayout() {
    rig.apply(null, 1023);
    rig.pod("p");
    rig.settle();
    rig.cluster.delete(rig.generator());
    rig.apply(null, 1023);
    rig.pod("q");

    rig.settle();

    assertThat(rig.lease("p").workerId()).isNotEqualTo(rig.lease("q").workerId());
    assertThat(rig.condition("Ready")).contains("True");
  }

  @Test
  void shouldHoldBackAndSayUnguardedWhenAForbiddenWriteIsAccepted() {
    rig.apply(null, 1023);
    rig.pod("p");
    rig.settle();
    rig.cluster.unguard();
    rig.advance(Duration.ofMinutes(61));
    rig.pod("q");

    rig.settle();

    assertThat(rig.condition("Unguarded")).contains("True");
    assertThat(PodFacts.of(rig.live("q")).lease()).isEmpty();
  }

  @Test
  void shouldSayRestoredWhenTheLedgerIsAnotherClusters() {
    rig.apply(null, 1023);
    rig.pod("p");
    rig.settle();
    assertThat(LedgerMark.of(rig.generator())).isNotNull();
    PatchStep foreign = PatchStep.add("/metadata/annotations", Map.of("kezuri.dev/ledger", "x"));
    rig.cluster.patchGenerator("shop", "orders", List.of(foreign));
    rig.pod("q");

    rig.settle();

    assertThat(rig.condition("Restored")).contains("True");
    assertThat(PodFacts.of(rig.live("q")).lease()).isEmpty();
  }

  @Test
  void shouldSayExhaustedThenGrantWhenANumberIsFreed() {
    rig.apply(null, 0);
    rig.pod("p");
    rig.settle();
    rig.pod("q");
    rig.settle();
    assertThat(rig.condition("Exhausted")).contains("True");
    rig.advance(Duration.ofSeconds(5));
    rig.settle();
    assertThat(events()).containsExactlyInAnyOrder("Exhausted", "Exhausted");

    Pod last = rig.running("p", rig.resignation("p", T0 + 5).message(), 0);
    rig.cluster.delete(last);
    rig.lastWords.hear(last, false);
    rig.advance(Duration.ofSeconds(1));
    rig.settle();

    assertThat(rig.lease("q").workerId()).isZero();
    assertThat(rig.lease("q").window().notBeforeMs()).isGreaterThan(T0 + 5);
    assertThat(rig.condition("Exhausted")).contains("False");
  }

  @Test
  void shouldMoveTransitionTimesOnlyWhenAConditionTurns() {
    rig.apply(null, 0);
    rig.pod("p");
    rig.settle();
    rig.advance(Duration.ofMinutes(1));
    rig.pod("q");
    rig.settle();

    var since =
        rig.generator().getStatus().conditions().stream()
            .filter(c -> !c.getLastTransitionTime().equals("2026-11-23T08:00:00.000Z"))
            .map(c -> c.getType());

    assertThat(since).containsExactlyInAnyOrder("Ready", "Stalled", "Exhausted");
  }

  @Test
  void shouldTellOnceWhenASidecarLostItsState() {
    rig.apply(null, 1023);
    rig.pod("p");
    rig.settle();
    rig.running("p", "state lost", 13);

    rig.settle();
    rig.turn();

    assertThat(events()).containsExactly("StateLost");
  }

  @Test
  void shouldEndAndRemoveTheLedgerWhenItsGeneratorIsGone() {
    rig.apply(null, 1023);
    Pod pod = rig.pod("p");
    rig.settle();
    rig.cluster.delete(rig.generator());
    rig.cluster.delete(pod);

    rig.sweep();
    assertThat(rig.workerId(0).getStatus().window()).isNotNull();

    rig.advance(Duration.ofMinutes(16));
    rig.sweep();
    assertThat(rig.workerId(0).getStatus().window()).isNull();

    rig.advance(Duration.ofMinutes(10));
    rig.sweep();
    assertThat(rig.cluster.all(WorkerId.class)).isEmpty();
  }

  @Test
  void shouldGoOnFromWhereItWasWhenTheOperatorEndsAfterAnyWrite() {
    for (int writes = 1; writes <= 40; writes++) {
      LoopRig fresh = new LoopRig();
      fresh.apply(null, 1023);
      fresh.pod("p");
      fresh.pod("q");
      HaltingPort halting = new HaltingPort(fresh.cluster, writes);
      fresh.restart(halting.port());
      try {
        fresh.settle();
      } catch (HaltingPort.Halted e) {
        fresh.restart(fresh.cluster);
        fresh.settle();
      }

      assertThat(fresh.lease("p").workerId()).isNotEqualTo(fresh.lease("q").workerId());
      assertThat(
              fresh.cluster.all(WorkerId.class).stream()
                  .filter(w -> w.getStatus() != null && w.getStatus().window() != null))
          .as("halted after write " + writes)
          .hasSize(2);
      assertThat(fresh.generator().getStatus().provisioned()).isEqualTo(16);
      assertThat(fresh.condition("Restored")).contains("False");
    }
  }

  private List<String> events() {
    return rig.cluster.all(Event.class).stream().map(Event::getReason).toList();
  }
}
