// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorSpec;
import dev.kezuri.api.v1alpha1.LayoutSpec;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdRange;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.Resignation;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.operator.apply.ClusterPort;
import dev.kezuri.operator.apply.InMemoryCluster;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A loop on a cluster in memory, single-threaded, with a clock and a cache set by the test. */
final class LoopRig implements ClusterView, InstantSource {
  static final String GENERATOR = "shop/orders";
  static final long T0 = UtcMillis.parse("2026-11-23T08:00:00.000Z");

  final InMemoryCluster cluster = new InMemoryCluster();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final LastWords lastWords = new LastWords();
  private long nowMs = T0;
  private boolean frozen;
  private List<Pod> pods = List.of();
  private List<WorkerId> workerIds = List.of();
  private Predicate<Pod> seen = pod -> true;
  private IdGeneratorLoop loop = loop(cluster, Runnable::run);

  LoopRig() {
    cluster.now(nowMs);
  }

  private IdGeneratorLoop loop(ClusterPort port, Executor executor) {
    return new IdGeneratorLoop(port, this, this, executor, Duration.ofHours(1), meters);
  }

  /** Another operator, or this one after a restart. */
  void restart(ClusterPort port) {
    restart(port, Runnable::run);
  }

  void restart(ClusterPort port, Executor executor) {
    loop = loop(port, executor);
  }

  Duration turn() {
    return turn(generator());
  }

  /** A turn on a generator as the cache has it. */
  Duration turn(IdGenerator cached) {
    return loop.turn(cached);
  }

  /** Turns until a turn writes nothing. */
  void settle() {
    for (int turns = 0; turns < 10; turns++) {
      int before = cluster.writes().size();
      turn();
      if (cluster.writes().size() == before) {
        return;
      }
    }
    throw new AssertionError("does not settle: " + cluster.writes());
  }

  void sweep() {
    loop.sweep();
  }

  void advance(Duration by) {
    nowMs += by.toMillis();
    cluster.now(nowMs);
  }

  /** The operator's clock jumps, and the API server's does not. */
  void jump(long byMs) {
    nowMs += byMs;
  }

  /** From now on the cache stands still. */
  void freeze() {
    pods = podsNow();
    workerIds = cluster.all(WorkerId.class);
    frozen = true;
  }

  /** From now on the cache stands still, and has no WorkerIds. */
  void hideWorkerIds() {
    freeze();
    workerIds = List.of();
  }

  void thaw() {
    frozen = false;
  }

  void hide(Pod hidden) {
    seen = pod -> !pod.getMetadata().getName().equals(hidden.getMetadata().getName());
  }

  IdGenerator apply(LayoutSpec layout, int last) {
    IdGenerator made = new IdGenerator();
    made.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("shop")
            .withName("orders")
            .withGeneration(1L)
            .build());
    made.setSpec(
        new IdGeneratorSpec(layout, new WorkerIdRange(0, last, null), null, null, null, null));
    return cluster.put(made);
  }

  IdGenerator applyWaitingFor(String gate) {
    IdGenerator made = apply(null, 1023);
    made.setSpec(new IdGeneratorSpec(null, null, null, null, List.of(gate), null));
    return cluster.put(made);
  }

  void widen(int last) {
    IdGenerator wider = generator();
    wider.setSpec(
        new IdGeneratorSpec(
            wider.getSpec().layout(), new WorkerIdRange(0, last, null), null, null, null, null));
    cluster.put(wider);
  }

  IdGenerator generator() {
    return cluster.getGenerator("shop", "orders").stored().orElseThrow();
  }

  Pod pod(String name) {
    return cluster.put(
        new PodBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName(name)
            .withCreationTimestamp(Instant.ofEpochMilli(nowMs).toString())
            .addToLabels(MetadataKeys.LABEL_GENERATOR, "orders")
            .endMetadata()
            .withNewSpec()
            .addNewSchedulingGate(MetadataKeys.GATE)
            .addNewInitContainer()
            .withName(MetadataKeys.SIDECAR_CONTAINER)
            .endInitContainer()
            .endSpec()
            .build());
  }

  Pod live(String name) {
    return cluster.getPod("shop", name).stored().orElseThrow();
  }

  Lease lease(String name) {
    return PodFacts.of(live(name)).lease().orElseThrow();
  }

  WorkerId workerId(int id) {
    return cluster.getWorkerId(WorkerId.nameOf(GENERATOR, id)).stored().orElseThrow();
  }

  /** The sidecar runs; with a message, it ran before and said this last. */
  Pod running(String name, String lastMessage, int lastExit) {
    var status =
        new ContainerStatusBuilder()
            .withName(MetadataKeys.SIDECAR_CONTAINER)
            .withStarted(true)
            .withState(new ContainerStateBuilder().withNewRunning().endRunning().build());
    if (lastMessage != null) {
      status.withLastState(
          new ContainerStateBuilder()
              .withNewTerminated()
              .withExitCode(lastExit)
              .withMessage(lastMessage)
              .endTerminated()
              .build());
    }
    return cluster.put(
        new PodBuilder(live(name))
            .withNewStatus()
            .withPhase("Running")
            .withInitContainerStatuses(status.build())
            .endStatus()
            .build());
  }

  Resignation resignation(String name, long highWaterMs) {
    Lease lease = lease(name);
    return new Resignation(
        lease.workerId(), lease.window().notBeforeMs(), lease.turn(), highWaterMs);
  }

  Optional<String> condition(String type) {
    return generator().getStatus().conditions().stream()
        .filter(condition -> condition.getType().equals(type))
        .map(condition -> condition.getStatus())
        .findFirst();
  }

  long writes(String beginning) {
    return cluster.writes().stream().filter(write -> write.startsWith(beginning)).count();
  }

  private List<Pod> podsNow() {
    return cluster.all(Pod.class);
  }

  @Override
  public List<Pod> pods(String generator) {
    return (frozen ? pods : podsNow()).stream().filter(seen).toList();
  }

  @Override
  public List<WorkerId> workerIds(String generator) {
    return frozen ? workerIds : cluster.all(WorkerId.class);
  }

  @Override
  public Optional<IdGenerator> generator(String generator) {
    return cluster.getGenerator("shop", "orders").stored();
  }

  @Override
  public Set<String> generators() {
    return workerIds(GENERATOR).stream()
        .map(object -> object.getSpec().generator())
        .collect(Collectors.toSet());
  }

  @Override
  public Set<String> generatorsOfPods() {
    return podsNow().stream()
        .map(pod -> pod.getMetadata().getLabels().get(MetadataKeys.LABEL_GENERATOR))
        .map(name -> "shop/" + name)
        .collect(Collectors.toSet());
  }

  @Override
  public Map<String, List<Resignation>> lastWords(Set<String> podUids) {
    return lastWords.of(podUids);
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(nowMs);
  }
}
