// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.audit;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.fixture.APod;
import dev.kezuri.api.fixture.AWorkerId;
import dev.kezuri.api.fixture.AnIdGenerator;
import dev.kezuri.api.inject.SidecarInjection;
import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.api.v1alpha1.PastWindow;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdStatus;
import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.LeaseCodec;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.lease.Window;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A cluster as it is seen at noon: IdGenerator shop/orders with 0 to 19 of which 0 to 15 are made,
 * pods a and b with 0 and 1, number 2 with two past holders. All is well until a test plants
 * something.
 */
public final class ACluster {
  /** The time of a look. */
  public static final long NOW = UtcMillis.parse("2026-11-23T12:00:00.000Z");

  /** The generator. */
  public static final String ORDERS = "shop/orders";

  /** A running sidecar's state. */
  public static final ContainerState RUNNING =
      new ContainerStateBuilder()
          .withNewRunning()
          .withStartedAt("2026-11-23T08:00:05Z")
          .endRunning()
          .build();

  private final List<IdGenerator> generators = new ArrayList<>();
  private final Map<String, WorkerId> workerIds = new LinkedHashMap<>();
  private final Map<String, Pod> pods = new LinkedHashMap<>();

  private ACluster() {}

  /** Returns a cluster where all is well. */
  public static ACluster clean() {
    ACluster cluster = new ACluster();
    cluster.generators.add(generator("orders"));
    for (int id = 0; id < 16; id++) {
      cluster.put(AWorkerId.of(ORDERS, id).withFloor(hour(7)).build());
    }
    cluster.serve("a", 0);
    cluster.serve("b", 1);
    cluster.put(
        AWorkerId.of(ORDERS, 2)
            .withFloor(hour(11))
            .onceHeldBy(uid(92), hour(10), hour(11), PastWindow.End.GRACEFUL)
            .onceHeldBy(uid(91), hour(8), hour(9), PastWindow.End.LOST)
            .build());
    return cluster;
  }

  /** Returns a time of the day. */
  public static String hour(int hour) {
    return "2026-11-23T%02d:00:00.000Z".formatted(hour);
  }

  /** Returns a pod's UID. */
  public static String uid(int n) {
    return "00000000-0000-4000-8000-%012d".formatted(n);
  }

  /** Returns a generator that grants. */
  public static IdGenerator generator(String name) {
    IdGenerator made =
        AnIdGenerator.named("shop", name).withWorkerIds(0, 19).withHistory(3).build();
    made.getMetadata().setGeneration(1L);
    made.getMetadata().setCreationTimestamp("2026-11-23T07:00:00Z");
    made.setStatus(
        new IdGeneratorStatus(
            1L,
            16,
            20,
            2,
            0,
            null,
            0,
            null,
            0,
            null,
            List.of(condition("Ready", "True", "Granting", "Pods that wait get a worker ID."))));
    return made;
  }

  /** Returns a condition since 11:00. */
  public static Condition condition(String type, String status, String reason, String message) {
    return new ConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withMessage(message)
        .withLastTransitionTime(hour(11))
        .build();
  }

  /** Has the generator's conditions say that it does not grant. */
  public ACluster heldBack(String reason, String message) {
    return change(
        s ->
            new IdGeneratorStatus(
                s.observedGeneration(),
                s.provisioned(),
                s.capacity(),
                s.active(),
                s.quarantined(),
                s.nextFree(),
                s.waiting(),
                s.waitingSince(),
                s.outsideRange(),
                s.fencedUntil(),
                List.of(
                    condition("Ready", "False", reason, message),
                    condition("Stalled", "True", reason, message),
                    condition(reason, "True", reason, message))));
  }

  /** Changes the status of shop/orders. */
  public ACluster change(UnaryOperator<IdGeneratorStatus> change) {
    IdGenerator orders = orders();
    orders.setStatus(change.apply(orders.getStatus()));
    return this;
  }

  /** Returns shop/orders. */
  public IdGenerator orders() {
    return generators.getFirst();
  }

  /** Puts an object in the place of that of its name. */
  public ACluster put(WorkerId workerId) {
    workerId.getMetadata().setCreationTimestamp("2026-11-23T07:00:00Z");
    workerIds.put(workerId.getMetadata().getName(), workerId);
    return this;
  }

  /** Takes an object away. */
  public ACluster without(int id) {
    workerIds.remove(WorkerId.nameOf(ORDERS, id));
    return this;
  }

  /** Returns an object. */
  public WorkerId workerId(int id) {
    return workerIds.get(WorkerId.nameOf(ORDERS, id));
  }

  /** Puts a window from 8:00 into an object. */
  public ACluster hold(int id, String podUid, String pod, String until) {
    WorkerId made = AWorkerId.of(ORDERS, id).withFloor(hour(8)).build();
    made.setStatus(
        new WorkerIdStatus(
            hour(8), new HeldWindow(podUid, pod, "n1", 1, hour(8), until), List.of()));
    return put(made);
  }

  /** Makes a pod that issues IDs with this number, until 20:00. */
  public ACluster serve(String pod, int id) {
    String uid = uid(id + 1);
    hold(id, uid, pod, hour(20));
    return put(
        leased(new PodBuilder(waiting(pod, uid)), lease(uid, id, hour(20), 1))
            .editSpec()
            .withSchedulingGates(List.of())
            .withNodeName("n1")
            .endSpec()
            .editOrNewStatus()
            .withPhase("Running")
            .addToInitContainerStatuses(
                new ContainerStatusBuilder()
                    .withName(MetadataKeys.SIDECAR_CONTAINER)
                    .withStarted(true)
                    .withReady(true)
                    .withState(RUNNING)
                    .build())
            .endStatus()
            .build());
  }

  /** Returns a pod as it is when it was just injected, made at 8:00. */
  public Pod waiting(String name, String uid) {
    Pod plain = APod.labelled("orders").named("shop", name).withUid(uid).build();
    plain.getMetadata().setCreationTimestamp("2026-11-23T08:00:00Z");
    return SidecarInjection.inject(plain, orders());
  }

  /** Returns a lease from 8:00. */
  public static Lease lease(String uid, int id, String until, int turn) {
    return new Lease(
        ORDERS,
        uid,
        id,
        new Window(UtcMillis.parse(hour(8)), UtcMillis.parse(until)),
        turn,
        IdLayout.DEFAULT);
  }

  /** Writes both annotations. */
  public static PodBuilder leased(PodBuilder pod, Lease lease) {
    return pod.editMetadata()
        .addToAnnotations(MetadataKeys.ANNOTATION_LEASE, LeaseCodec.write(lease))
        .addToAnnotations(MetadataKeys.ANNOTATION_WORKER_ID, Integer.toString(lease.workerId()))
        .endMetadata();
  }

  /** Puts a pod in the place of that of its name. */
  public ACluster put(Pod pod) {
    pods.put(pod.getMetadata().getName(), pod);
    return this;
  }

  /** Returns a pod to change. */
  public PodBuilder pod(String name) {
    return new PodBuilder(pods.get(name));
  }

  /** Takes a pod away. */
  public ACluster withoutPod(String name) {
    pods.remove(name);
    return this;
  }

  /** Takes the generator away. */
  public ACluster withoutGenerator() {
    generators.clear();
    return this;
  }

  /** Returns the generators. */
  public List<IdGenerator> generators() {
    return generators;
  }

  /** Returns the WorkerIds. */
  public List<WorkerId> workerIds() {
    return List.copyOf(workerIds.values());
  }

  /** Returns the pods. */
  public List<SeenPod> pods() {
    return pods.values().stream().map(SeenPod::of).toList();
  }

  /** Returns what an audit sees. */
  public Sight sight() {
    return new Sight(NOW, generators, workerIds(), Optional.of(pods()));
  }
}
