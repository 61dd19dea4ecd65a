// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.api.v1alpha1.LayoutSpec;
import dev.kezuri.api.v1alpha1.PastWindow;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdSpec;
import dev.kezuri.api.v1alpha1.WorkerIdStatus;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.lease.Window;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What the operator relies on at an API server, whichever it is: run on a cluster in memory, the
 * embedded one and a real one, so that a difference shows. Each test makes a generator of its own.
 */
public abstract class LedgerContract {
  private static final String NAMESPACE = "default";
  private static final String UID_A = "aaaaaaaa-0000-0000-0000-000000000000";
  private static final String UID_B = "bbbbbbbb-0000-0000-0000-000000000000";
  private static final long T0 = UtcMillis.parse("2026-11-23T08:00:00.000Z");
  private static final long HOUR = 3_600_000;

  private final String name = "g" + UUID.randomUUID().toString().substring(0, 8);
  private final String generator = NAMESPACE + "/" + name;

  /** Makes what the API server does with objects. */
  protected LedgerContract() {}

  /** Returns the port under test. */
  protected abstract ClusterPort port();

  /** Creates a pod as a user does; its namespace is {@code default}. */
  protected abstract Pod createPod(Pod pod);

  /** Creates an IdGenerator as a user does; its namespace is {@code default}. */
  protected abstract IdGenerator createGenerator(IdGenerator generator);

  @Test
  void shouldGiveAnObjectWithVersionAndFinalizerWhenCreated() {
    WorkerId made = stored(port().createWorkerId(workerId(1)));

    assertThat(made.getMetadata().getResourceVersion()).isNotEmpty();
    assertThat(made.getMetadata().getUid()).isNotEmpty();
    assertThat(made.getMetadata().getFinalizers()).contains(MetadataKeys.FINALIZER_LEDGER);
    assertThat(made.getStatus()).isNull();
    assertThat(stored(port().getWorkerId(made.getMetadata().getName())).getSpec())
        .isEqualTo(made.getSpec());
  }

  @Test
  void shouldConflictWhenCreatedTwice() {
    stored(port().createWorkerId(workerId(1)));

    assertThat(port().createWorkerId(workerId(1))).isInstanceOf(Answer.Conflict.class);
  }

  @Test
  void shouldRefuseAnObjectWhoseNameIsAnotherNumber() {
    WorkerId wrong = workerId(1);
    wrong.getMetadata().setName(WorkerId.nameOf(generator, 2));

    assertThat(port().createWorkerId(wrong)).isInstanceOf(Answer.Invalid.class);
  }

  @Test
  void shouldFindNothingWhenNothingIsThere() {
    assertThat(port().getWorkerId(name + ".none.1")).isInstanceOf(Answer.NotFound.class);
    assertThat(port().getPod(NAMESPACE, name)).isInstanceOf(Answer.NotFound.class);
    assertThat(port().getGenerator(NAMESPACE, name)).isInstanceOf(Answer.NotFound.class);
    assertThat(port().getGenerator(NAMESPACE, "")).isInstanceOf(Answer.NotFound.class);
  }

  @Test
  void shouldListOnlyTheLedgerAskedFor() {
    stored(port().createWorkerId(workerId(1)));
    stored(port().createWorkerId(workerId(12)));

    List<WorkerId> all = stored(port().listWorkerIds(generator));

    assertThat(all).extracting(object -> object.getSpec().id()).containsExactlyInAnyOrder(1, 12);
    assertThat(stored(port().listWorkerIds(generator + "x"))).isEmpty();
  }

  @Test
  void shouldConflictWhenAStatusIsPutAgainstAnOldVersion() {
    WorkerId free = free(1);
    stored(port().putWorkerIdStatus(with(free, grant(free, UID_A))));

    Answer<WorkerId> second = port().putWorkerIdStatus(with(free, grant(free, UID_B)));

    assertThat(second).isInstanceOf(Answer.Conflict.class);
    WorkerId now = stored(port().getWorkerId(free.getMetadata().getName()));
    assertThat(now.getStatus().window().podUid()).isEqualTo(UID_A);
  }

  @Test
  void shouldKeepEveryFieldWhenAStatusGoesThereAndBack() {
    WorkerId free = free(1);
    WorkerIdStatus granted = grant(free, UID_A);

    WorkerId held = stored(port().putWorkerIdStatus(with(free, granted)));
    WorkerIdStatus grown = granted.withWindow(granted.window().grown(T0 + 2 * HOUR, 1, "node-1"));
    WorkerId extended = stored(port().putWorkerIdStatus(with(held, grown)));
    WorkerIdStatus released = grown.released(T0 + 5, PastWindow.End.GRACEFUL, 20);
    WorkerId ended = stored(port().putWorkerIdStatus(with(extended, released)));

    assertThat(extended.getStatus()).isEqualTo(grown);
    assertThat(ended.getStatus()).isEqualTo(released);
    assertThat(stored(port().getWorkerId(ended.getMetadata().getName())).getStatus())
        .isEqualTo(released);
  }

  @Test
  void shouldRefuseWhatTheLedgersRulesForbid() {
    WorkerId free = free(1);
    assertInvalid(free, WorkerIdStatus.free(T0 - 1));
    assertInvalid(free, free.getStatus().withWindow(window(UID_A, T0 - 1, T0 + HOUR)));

    WorkerId held = stored(port().putWorkerIdStatus(with(free, grant(free, UID_A))));
    WorkerIdStatus status = held.getStatus();
    assertInvalid(held, status.withWindow(window(UID_B, T0, T0 + HOUR)));
    assertInvalid(held, status.withWindow(window(UID_A, T0, T0 + HOUR - 1)));
    assertInvalid(held, WorkerIdStatus.free(T0));
    assertInvalid(held, status.released(T0 + 1, PastWindow.End.LOST, 20));
    assertInvalid(held, status.released(T0 + HOUR + 1, PastWindow.End.GRACEFUL, 20));
  }

  @Test
  void shouldWriteNothingWhenAWriteIsOnlyTried() {
    WorkerId free = free(1);

    Answer<WorkerId> allowed = port().tryWorkerIdStatus(with(free, grant(free, UID_A)));
    Answer<WorkerId> forbidden = port().tryWorkerIdStatus(with(free, WorkerIdStatus.free(T0 - 1)));

    assertThat(allowed).isInstanceOf(Answer.Stored.class);
    assertThat(forbidden).isInstanceOf(Answer.Invalid.class);
    WorkerId now = stored(port().getWorkerId(free.getMetadata().getName()));
    assertThat(now.getStatus().window()).isNull();
    assertThat(now.getMetadata().getResourceVersion())
        .isEqualTo(free.getMetadata().getResourceVersion());
  }

  @Test
  void shouldRemoveOnlyTheVersionThatIsKnown() {
    WorkerId old = stored(port().createWorkerId(workerId(1)));
    WorkerId free = stored(port().putWorkerIdStatus(with(old, WorkerIdStatus.free(T0))));

    Answer<WorkerId> stale = port().removeWorkerId(old);
    assertThat(stale).isNotInstanceOf(Answer.Stored.class);
    assertThat(port().getWorkerId(free.getMetadata().getName())).isInstanceOf(Answer.Stored.class);

    assertThat(port().removeWorkerId(free)).isInstanceOf(Answer.Stored.class);
    assertThat(port().getWorkerId(free.getMetadata().getName()))
        .isInstanceOf(Answer.NotFound.class);
  }

  @Test
  void shouldPatchAPodAsAWholeOrNotAtAll() {
    Pod pod = createPod(gatedPod());
    PatchStep gate = PatchStep.test("/spec/schedulingGates/0/name", MetadataKeys.GATE);
    PatchStep lift = PatchStep.remove("/spec/schedulingGates/0");
    PatchStep add = PatchStep.add("/metadata/annotations", Map.of("kezuri.dev/worker-id", "1"));

    PatchStep otherUid = PatchStep.test("/metadata/uid", UID_A);
    assertThat(port().patchPod(NAMESPACE, name, List.of(otherUid, gate, add, lift)))
        .isInstanceOf(Answer.Invalid.class);

    PatchStep uid = PatchStep.test("/metadata/uid", pod.getMetadata().getUid());
    Pod open = stored(port().patchPod(NAMESPACE, name, List.of(uid, gate, add, lift)));
    assertThat(open.getSpec().getSchedulingGates()).isEmpty();
    assertThat(open.getMetadata().getAnnotations()).containsEntry("kezuri.dev/worker-id", "1");

    assertThat(port().patchPod(NAMESPACE, name, List.of(uid, gate, add, lift)))
        .isInstanceOf(Answer.Invalid.class);
    PatchStep stale =
        PatchStep.test("/metadata/resourceVersion", pod.getMetadata().getResourceVersion());
    assertThat(port().patchPod(NAMESPACE, name, List.of(uid, stale, add)))
        .isInstanceOf(Answer.Invalid.class);
  }

  @Test
  void shouldReplaceAnAnnotationOnlyIfItIsTheOneSeen() {
    createPod(gatedPod());
    String lease = "/metadata/annotations/" + PatchStep.segment(MetadataKeys.ANNOTATION_LEASE);
    Map<String, String> first = Map.of(MetadataKeys.ANNOTATION_LEASE, "{\"turn\":0}", "a", "b");
    stored(patch(PatchStep.add("/metadata/annotations", first)));

    PatchStep seen = PatchStep.test(lease, "{\"turn\":0}");
    stored(patch(PatchStep.add("/metadata/annotations/c", "d")));
    stored(patch(seen, PatchStep.add(lease, "{\"turn\":1}")));

    assertThat(patch(seen, PatchStep.add(lease, "{\"turn\":0,\"late\":true}")))
        .isInstanceOf(Answer.Invalid.class);
    assertThat(stored(port().getPod(NAMESPACE, name)).getMetadata().getAnnotations())
        .isEqualTo(Map.of(MetadataKeys.ANNOTATION_LEASE, "{\"turn\":1}", "a", "b", "c", "d"));
  }

  private Answer<Pod> patch(PatchStep... steps) {
    return port().patchPod(NAMESPACE, name, List.of(steps));
  }

  @Test
  void shouldSwapASummaryOnlyAgainstItsVersion() {
    IdGenerator made = createGenerator(generator());
    IdGenerator changed = stored(port().getGenerator(NAMESPACE, name));
    changed.setStatus(new IdGeneratorStatus(1L, 16, 2, 0, 0, null, 0, null, 0, null, null));
    IdGenerator written = stored(port().putGeneratorStatus(changed));

    assertThat(written.getStatus()).isEqualTo(changed.getStatus());
    assertThat(port().putGeneratorStatus(changed)).isInstanceOf(Answer.Conflict.class);
    assertThat(written.getMetadata().getUid()).isEqualTo(made.getMetadata().getUid());
    IdGenerator marked = stored(LedgerMark.put(port(), written, UID_A));
    assertThat(LedgerMark.of(marked)).isEqualTo(UID_A);
    assertThat(marked.getStatus()).isEqualTo(changed.getStatus());
  }

  private WorkerId workerId(int id) {
    WorkerId wanted = new WorkerId();
    wanted.setMetadata(
        new ObjectMetaBuilder()
            .withName(WorkerId.nameOf(generator, id))
            .withFinalizers(MetadataKeys.FINALIZER_LEDGER)
            .build());
    wanted.setSpec(new WorkerIdSpec(generator, id, LayoutSpec.defaults()));
    return wanted;
  }

  private WorkerId free(int id) {
    WorkerId made = stored(port().createWorkerId(workerId(id)));
    return stored(port().putWorkerIdStatus(with(made, WorkerIdStatus.free(T0))));
  }

  private static WorkerIdStatus grant(WorkerId free, String uid) {
    return free.getStatus().withWindow(window(uid, T0, T0 + HOUR));
  }

  private static HeldWindow window(String uid, long notBefore, long notAfter) {
    return HeldWindow.granted(uid, "pod", null, new Window(notBefore, notAfter));
  }

  private static WorkerId with(WorkerId object, WorkerIdStatus status) {
    return Writes.with(object, status);
  }

  private void assertInvalid(WorkerId object, WorkerIdStatus status) {
    assertThat(port().putWorkerIdStatus(with(object, status))).isInstanceOf(Answer.Invalid.class);
  }

  private Pod gatedPod() {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .addNewSchedulingGate(MetadataKeys.GATE)
        .addNewContainer()
        .withName("app")
        .withImage("app")
        .endContainer()
        .endSpec()
        .build();
  }

  private IdGenerator generator() {
    IdGenerator made = new IdGenerator();
    made.setMetadata(new ObjectMetaBuilder().withNamespace(NAMESPACE).withName(name).build());
    return made;
  }

  private static <T> T stored(Answer<T> answer) {
    assertThat(answer).as(answer.words()).isInstanceOf(Answer.Stored.class);
    return answer.stored().orElseThrow();
  }
}
