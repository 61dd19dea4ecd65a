// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.api.v1alpha1.PastWindow;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class FencePropertiesTest {
  private static void forAll(Consumer<Sight> property) {
    qt().withExamples(2000)
        .forAll(lists().of(integers().between(0, 999)).ofSizeBetween(1, 80))
        .checkAssert(script -> property.accept(Ground.of(script)));
  }

  /** What is there once these writes are taken. */
  private static Sight after(Sight seen, List<Write> writes) {
    Optional<IdGenerator> object = seen.object();
    List<WorkerId> ledger = new ArrayList<>(seen.workerIds());
    for (Write write : writes) {
      switch (write) {
        case Write.HoldBack(IdGenerator was, IdGeneratorStatus next) -> object = with(object, next);
        case Write.Provision(IdGenerator was, IdGeneratorStatus next) ->
            object = with(object, next);
        case Write.Raise(WorkerId was, WorkerIdStatus next) ->
            ledger.set(ledger.indexOf(was), Ground.workerId(was.getSpec().id(), next));
        case Write.Lift(IdGenerator was, String uid) -> {
          IdGenerator lifted = with(object, object.orElseThrow().getStatus()).orElseThrow();
          lifted.getMetadata().setAnnotations(Map.of(MetadataKeys.ANNOTATION_LEDGER, uid));
          object = Optional.of(lifted);
        }
      }
    }
    return new Sight(seen.generator(), object, ledger, seen.pods(), seen.clusterUid());
  }

  private static Optional<IdGenerator> with(Optional<IdGenerator> was, IdGeneratorStatus next) {
    IdGenerator changed = new IdGenerator();
    changed.setMetadata(new ObjectMetaBuilder(was.orElseThrow().getMetadata()).build());
    changed.setSpec(was.orElseThrow().getSpec());
    changed.setStatus(next);
    return Optional.of(changed);
  }

  private static boolean fenced(Sight now, long untilMs) {
    OptionalLong back =
        now.object()
            .flatMap(there -> Optional.ofNullable(there.getStatus()))
            .map(IdGeneratorStatus::fencedUntilMs)
            .orElse(OptionalLong.empty());
    return (now.object().isEmpty() || back.orElse(0) >= untilMs)
        && now.workerIds().stream()
            .allMatch(w -> w.getStatus() != null && w.getStatus().floorMs() >= untilMs);
  }

  @Test
  void shouldLeaveNothingUnfencedAndNothingRestoredAndNothingToDo() {
    forAll(
        seen -> {
          Fence fence = Fence.of(seen, Ground.times());
          Sight now = after(seen, fence.writes());
          assertThat(fenced(now, fence.untilMs())).isTrue();
          assertThat(now.restored()).isFalse();
          assertThat(fence.seeing(now).writes()).isEmpty();
          assertThat(Fence.of(now, Ground.times()).writes()).isEmpty();
        });
  }

  @Test
  void shouldStayRestoredUntilAllIsFencedWhereverItIsCutOff() {
    forAll(
        seen -> {
          Fence fence = Fence.of(seen, Ground.times());
          List<Write> writes = fence.writes();
          for (int taken = 0; taken <= writes.size(); taken++) {
            Sight now = after(seen, writes.subList(0, taken));
            if (seen.restored() && !now.restored()) {
              assertThat(fenced(now, fence.untilMs())).isTrue();
            }
            Sight again = after(now, Fence.of(now, Ground.times()).writes());
            assertThat(fenced(again, fence.untilMs())).isTrue();
            assertThat(again.restored()).isFalse();
          }
        });
  }

  @Test
  void shouldHoldGrantsBackBeforeAnythingElse() {
    forAll(
        seen -> {
          List<Write> writes = Fence.of(seen, Ground.times()).writes();
          assertThat(writes.stream().skip(1)).noneMatch(Write.HoldBack.class::isInstance);
        });
  }

  @Test
  void shouldEndOnlyWindowsThatHaveRunOutAndLowerNothing() {
    forAll(
        seen -> {
          for (Write write : Fence.of(seen, Ground.times()).writes()) {
            if (write instanceof Write.Raise(WorkerId was, WorkerIdStatus next)) {
              raised(Optional.ofNullable(was.getStatus()), next);
            } else if (write instanceof Write.Provision(IdGenerator was, IdGeneratorStatus next)) {
              int before =
                  was.getStatus() == null || was.getStatus().provisioned() == null
                      ? 0
                      : was.getStatus().provisioned();
              assertThat(next.provisioned()).isGreaterThanOrEqualTo(before);
              assertThat(seen.workerIds())
                  .allMatch(workerId -> workerId.getSpec().id() < next.provisioned());
            }
          }
        });
  }

  private static void raised(Optional<WorkerIdStatus> was, WorkerIdStatus next) {
    HeldWindow window = was.map(WorkerIdStatus::window).orElse(null);
    List<PastWindow> history = was.map(WorkerIdStatus::history).orElse(List.of());
    assertThat(next.floorMs()).isGreaterThanOrEqualTo(was.map(WorkerIdStatus::floorMs).orElse(0L));
    if (window != null && window.window().notAfterMs() <= Ground.NOW) {
      assertThat(next.window()).isNull();
      assertThat(next.history().subList(1, next.history().size())).isEqualTo(history);
      PastWindow past = next.history().getFirst();
      assertThat(past.podUid()).isEqualTo(window.podUid());
      assertThat(past.window()).isEqualTo(window.window());
      assertThat(past.end()).isEqualTo(PastWindow.End.LOST);
    } else {
      assertThat(next.window()).isEqualTo(window);
      assertThat(next.history()).isEqualTo(history);
    }
  }

  @Test
  void shouldNotEndBeforeAnyLeaseThatIsKnown() {
    forAll(
        seen -> {
          Times hasty = new Times(Ground.NOW, Ground.NOW, OptionalLong.of(Ground.NOW + 1));
          long untilMs = Fence.of(seen, hasty).untilMs();
          assertThat(seen.pods().stream().flatMap(pod -> pod.lease().stream()))
              .allMatch(lease -> lease.window().notAfterMs() <= untilMs);
          assertThat(seen.workerIds().stream().map(WorkerId::getStatus))
              .allMatch(
                  status ->
                      status == null
                          || status.window() == null
                          || status.window().window().notAfterMs() <= untilMs);
        });
  }
}
