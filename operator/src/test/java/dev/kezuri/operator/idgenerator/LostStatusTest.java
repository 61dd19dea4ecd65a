// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.LayoutSpec;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdSpec;
import dev.kezuri.operator.apply.Answer;
import dev.kezuri.operator.apply.ClusterPort;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** WorkerIds that a restore has left without their status, and new ones, which have none either. */
class LostStatusTest {
  private static final LayoutSpec OTHER = new LayoutSpec(null, 40, 10, 3);

  private final LoopRig rig = new LoopRig();

  /** Sixteen numbers, of which one is held by a pod whose node nobody can reach. */
  private void held() {
    rig.apply(null, 15);
    rig.pod("p");
    rig.settle();
    rig.running("p", null, 0);
    rig.settle();
    rig.cluster.delete(rig.live("p"));
  }

  private void loseStatus() {
    for (WorkerId object : rig.cluster.all(WorkerId.class)) {
      rig.cluster.delete(object);
      object.setStatus(null);
      object.getMetadata().setUid(null);
      object.getMetadata().setCreationTimestamp(null);
      rig.cluster.put(object);
    }
  }

  private void assertNothingGranted() {
    rig.pod("q");
    rig.settle();
    assertThat(rig.condition("Restored")).contains("True");
    assertThat(PodFacts.of(rig.live("q")).lease()).isEmpty();
    assertThat(rig.cluster.all(WorkerId.class)).allMatch(object -> object.getStatus() == null);
  }

  @Test
  void shouldBeRestoredWhenTheGeneratorMadeAgainFindsALedgerWithoutStatus() {
    // Given
    held();
    rig.cluster.delete(rig.generator());
    loseStatus();
    rig.sweep();
    // When
    rig.apply(null, 15);
    // Then
    assertNothingGranted();
  }

  @Test
  void shouldBeRestoredWhenTheStatusWasLostDuringAConflict() {
    // Given
    held();
    rig.cluster.delete(rig.generator());
    rig.apply(OTHER, 15);
    rig.settle();
    assertThat(rig.condition("Conflict")).contains("True");
    loseStatus();
    rig.settle();
    rig.sweep();
    // When
    rig.cluster.delete(rig.generator());
    rig.apply(null, 15);
    // Then
    assertNothingGranted();
  }

  @Test
  void shouldNotTakeALostNumberForANewOneWhenItsCacheHasNone() {
    // Given
    held();
    rig.cluster.delete(rig.generator());
    loseStatus();
    rig.apply(null, 15);
    rig.pod("waits");
    rig.hideWorkerIds();
    // When
    rig.turn();
    // Then
    assertThat(rig.cluster.all(WorkerId.class)).allMatch(object -> object.getStatus() == null);
    // When
    rig.thaw();
    // Then
    assertNothingGranted();
  }

  @Test
  void shouldLetALostNumberRestWhenTheOthersAreKnown() {
    // Given
    held();
    WorkerId beyond = rig.workerId(3);
    beyond.getMetadata().setName(WorkerId.nameOf(LoopRig.GENERATOR, 17));
    beyond.getMetadata().setUid(null);
    beyond.getMetadata().setAnnotations(null);
    beyond.setSpec(new WorkerIdSpec(LoopRig.GENERATOR, 17, beyond.getSpec().layout()));
    beyond.setStatus(null);
    rig.cluster.put(beyond);
    // When
    rig.widen(31);
    rig.settle();
    // Then
    long restsUntilMs = LoopRig.T0 + Duration.ofHours(720).toMillis();
    assertThat(rig.workerId(17).getStatus().floorMs()).isEqualTo(restsUntilMs);
    assertThat(rig.workerId(16).getStatus().floorMs()).isEqualTo(restsUntilMs);
    assertThat(rig.condition("Restored")).contains("False");
  }

  @Test
  void shouldKeepALedgerWithoutStatusForAsLongAsALeaseMayLast() {
    // Given
    held();
    rig.cluster.delete(rig.generator());
    loseStatus();
    // When
    rig.advance(Duration.ofHours(720).plusMinutes(9));
    rig.sweep();
    // Then
    assertThat(rig.cluster.all(WorkerId.class)).hasSize(16);
    // When
    rig.advance(Duration.ofMinutes(1));
    rig.sweep();
    // Then
    assertThat(rig.cluster.all(WorkerId.class)).isEmpty();
  }

  /** Restored from a backup of a time without IdGenerator, a ledger knows not all its numbers. */
  @Test
  void shouldKeepAFenceForNumbersThatTheLedgerDoesNotKnowWhenTheGeneratorIsMadeAgain() {
    // Given
    held();
    rig.cluster.delete(rig.generator());
    long untilMs = LoopRig.T0 + Duration.ofHours(2).toMillis();
    for (WorkerId object : rig.cluster.all(WorkerId.class)) {
      object.setStatus(object.getStatus().withFloorAtLeast(untilMs));
      rig.cluster.put(object);
    }
    rig.apply(null, 63);
    for (int i = 0; i < 20; i++) {
      rig.pod("q" + i);
    }
    // When
    rig.settle();
    // Then
    assertThat(rig.generator().getStatus().fencedUntilMs()).hasValue(untilMs);
    assertThat(PodFacts.of(rig.live("q0")).lease()).isEmpty();
    // When
    rig.advance(Duration.ofHours(2));
    rig.settle();
    // Then
    for (int i = 0; i < 20; i++) {
      assertThat(rig.lease("q" + i).window().notBeforeMs()).isGreaterThanOrEqualTo(untilMs);
    }
  }

  @Test
  void shouldTakeBackWhatItHasMadeWhenTheGeneratorGoesMeanwhile() {
    assertTakenBackWhen(() -> rig.cluster.delete(rig.generator()));
  }

  @Test
  void shouldTakeBackWhatItHasMadeWhenTheGeneratorIsMadeAgainMeanwhile() {
    assertTakenBackWhen(
        () -> {
          rig.cluster.delete(rig.generator());
          rig.apply(null, 15);
        });
  }

  /** What it makes in place of erased numbers is the last trace of them. */
  @Test
  void shouldLeaveWhatItHasMadeOfErasedNumbersWhenTheGeneratorIsMadeAgainMeanwhile() {
    // Given
    held();
    rig.cluster.all(WorkerId.class).forEach(rig.cluster::delete);
    IdGenerator before = rig.generator();
    rig.restart(
        afterTheFirstWrite(
            () -> {
              rig.cluster.delete(rig.generator());
              rig.apply(null, 15);
            }));
    // When
    rig.turn(before);
    // Then
    assertNothingGranted();
  }

  private void assertTakenBackWhen(Runnable meanwhile) {
    // Given
    rig.apply(null, 15);
    rig.pod("p");
    IdGenerator before = rig.generator();
    rig.restart(afterTheFirstWrite(meanwhile));
    // When
    rig.turn(before);
    // Then
    assertThat(rig.writes("create workerids")).isPositive();
    assertThat(rig.cluster.all(WorkerId.class)).isEmpty();
  }

  private ClusterPort afterTheFirstWrite(Runnable meanwhile) {
    AtomicBoolean done = new AtomicBoolean();
    return (ClusterPort)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ClusterPort.class},
            (proxy, method, args) -> {
              try {
                Object answer = method.invoke(rig.cluster, args);
                if (method.getName().equals("createWorkerId")
                    && answer instanceof Answer.Stored
                    && done.compareAndSet(false, true)) {
                  meanwhile.run();
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
