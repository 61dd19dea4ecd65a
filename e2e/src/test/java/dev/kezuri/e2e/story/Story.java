// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.PastWindow;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.id.IdLayout;
import dev.kezuri.local.TextClient;
import dev.kezuri.local.controlplane.OperatorAccount;
import dev.kezuri.local.controlplane.RealControlPlane;
import dev.kezuri.local.kubelet.KubeletOptions;
import dev.kezuri.local.kubelet.KubeletTiming;
import dev.kezuri.local.kubelet.PortAllocator;
import dev.kezuri.local.kubelet.ProcessKubelet;
import dev.kezuri.local.kubelet.RunningPod;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/**
 * One story on the real API server: a namespace with one generator, a node whose sidecars are real
 * processes, and the oracle that {@link #close} asks in the end: no ID twice, no ID outside a
 * window of its pod, no two windows of one worker ID that overlap, no write that breaks a rule of
 * the ledger, and no pod that was told of two windows or of one that is not in the ledger.
 */
public final class Story implements AutoCloseable {
  /** The generator's name. */
  public static final String GENERATOR = "orders";

  private static final Duration BOUND = Duration.ofSeconds(120);

  private final KubernetesClient client;
  private final KubernetesClient asOperator;
  private final String namespace;
  private final GeneratorLedger ledger;
  private final ProcessKubelet kubelet;
  private final Oracle oracle;
  private IdLayout layout = IdLayout.DEFAULT;

  /** Begins in a namespace of its own, with the node's files in {@code folder}. */
  public Story(RealControlPlane plane, String namespace, Path folder) {
    this(plane, namespace, folder, KubeletTiming.QUICK);
  }

  /** Begins in a namespace of its own, with the node's files in {@code folder}. */
  public Story(RealControlPlane plane, String namespace, Path folder, KubeletTiming timing) {
    this.client = new KubernetesClientBuilder().withConfig(plane.config()).build();
    this.asOperator =
        new KubernetesClientBuilder()
            .withConfig(OperatorAccount.impersonating(plane.config()))
            .build();
    this.namespace = namespace;
    client
        .namespaces()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .createOr(NonDeletingOperation::update);
    ledger = new GeneratorLedger(client, namespace + "/" + GENERATOR);
    oracle = new Oracle(client, plane.etcd().url(), namespace);
    kubelet =
        new ProcessKubelet(
            client,
            new KubeletOptions(
                "node-of-" + namespace,
                folder,
                SidecarCommand::ofImage,
                PortAllocator.free(),
                timing,
                Map.of(),
                true));
    kubelet.start();
  }

  /** Returns an administrator's client. */
  public KubernetesClient client() {
    return client;
  }

  /** Returns the node. */
  public ProcessKubelet kubelet() {
    return kubelet;
  }

  /** Returns the namespace of all that this story makes. */
  public String namespace() {
    return namespace;
  }

  /** Makes the generator; {@code spec} is YAML in one line, such as {@code {lease: {…}}}. */
  public IdGenerator generator(String spec) {
    String yaml =
        """
        apiVersion: kezuri.dev/v1alpha1
        kind: IdGenerator
        metadata: {name: %s, namespace: %s}
        spec: %s
        """
            .formatted(GENERATOR, namespace, spec);
    IdGenerator made = client.resource(Serialization.unmarshal(yaml, IdGenerator.class)).create();
    layout = made.getSpec().layout().toIdLayout();
    // The API server's policies see it a moment later.
    await("pods are injected", this::injects);
    return made;
  }

  private boolean injects() {
    Pod onTrial = client.resource(LabelledPod.of(namespace, "on-trial")).dryRun().create();
    return !onTrial.getSpec().getSchedulingGates().isEmpty();
  }

  /** Makes a labelled pod, into which the API server injects; returns it as stored. */
  public Pod pod(String name) {
    return client.resource(LabelledPod.of(namespace, name)).create();
  }

  /** Makes a labelled pod whose sidecar is of {@code image}. */
  public Pod pod(String name, String image) {
    return client.resource(LabelledPod.of(namespace, name, image)).create();
  }

  /** Returns the generator, read now. */
  public IdGenerator currentGenerator() {
    return client.resources(IdGenerator.class).inNamespace(namespace).withName(GENERATOR).get();
  }

  /** Returns the pod of this name, read now. */
  public Optional<Pod> podNow(String name) {
    return Optional.ofNullable(client.pods().inNamespace(namespace).withName(name).get());
  }

  /** Waits until the pod's sidecar issues IDs in a turn of at least {@code turn}. */
  public RunningPod awaitServing(String name, int turn) {
    await(name + " serves IDs in turn " + turn, () -> servesInTurn(name, turn));
    return kubelet.pod(namespace, name).orElseThrow();
  }

  /** Returns whether the pod's sidecar issues IDs and is, as the ledger says, in that turn. */
  public boolean servesInTurn(String name, int turn) {
    return holding(name).filter(w -> w.getStatus().window().turn() >= turn).isPresent()
        && kubelet.pod(namespace, name).isPresent()
        && serves(name, turn);
  }

  /** Waits until the pod's sidecar issues IDs, started and known to be. */
  public RunningPod awaitServing(String name) {
    return awaitServing(name, 1);
  }

  private boolean serves(String name, int turn) {
    try {
      RunningPod pod = kubelet.pod(namespace, name).orElseThrow();
      draw(pod, 1);
      return SidecarTurn.of(pod) >= turn;
    } catch (IOException e) {
      return false;
    }
  }

  /** Draws IDs, by multi-gets of at most 100, and remembers them; returns the last of them. */
  public long draw(RunningPod pod, int count) throws IOException {
    long last = 0;
    try (TextClient ids = new TextClient(pod.address())) {
      for (int left = count; left > 0; left -= 100) {
        List<Long> drawn = ids.get(Math.min(left, 100));
        oracle.drew(pod.uid(), drawn);
        last = drawn.getLast();
      }
    }
    return last;
  }

  /** Returns the WorkerId whose window names the pod of this name that is there now. */
  public Optional<WorkerId> holding(String name) {
    return podNow(name).flatMap(pod -> holdingUid(pod.getMetadata().getUid()));
  }

  /** Returns the WorkerId whose window names the pod of this UID. */
  public Optional<WorkerId> holdingUid(String uid) {
    return ledger.holding(uid);
  }

  /** Returns the generator's WorkerIds, read now. */
  public List<WorkerId> workerIds() {
    return ledger.all();
  }

  /** Returns a WorkerId, read now. */
  public WorkerId workerId(int id) {
    return ledger.get(id);
  }

  /** Returns whether the last one who held {@code id} was {@code uid}, ended as {@code end}. */
  public boolean ended(int id, String uid, PastWindow.End end) {
    return ledger.ended(id, uid, end);
  }

  /** Returns whether the generator's condition of this type is True. */
  public boolean hasCondition(String type) {
    return currentGenerator().getStatus().conditions().stream()
        .anyMatch(c -> c.getType().equals(type) && "True".equals(c.getStatus()));
  }

  /** Deletes the generator, and waits until it is gone. */
  public void deleteGenerator() {
    client.resources(IdGenerator.class).inNamespace(namespace).withName(GENERATOR).delete();
    await("the generator is gone", () -> currentGenerator() == null);
  }

  /** Takes a WorkerId away, finalizer and all, as one can who may act as the operator. */
  public void erase(WorkerId workerId) {
    String name = workerId.getMetadata().getName();
    asOperator.resources(WorkerId.class).withName(name).edit(Story::withoutFinalizers);
    asOperator.resources(WorkerId.class).withName(name).delete();
  }

  /**
   * Has the oracle take IDs apart by {@code other}, where the generator's layout is another now.
   */
  public void readIdsBy(IdLayout other) {
    layout = other;
  }

  /** Deletes a pod with the grace that a sidecar needs. */
  public void delete(String pod) {
    client.pods().inNamespace(namespace).withName(pod).withGracePeriod(10).delete();
  }

  /** Deletes a pod's object at once; its processes end later. */
  public void forceDelete(String pod) {
    client.pods().inNamespace(namespace).withName(pod).withGracePeriod(0).delete();
  }

  /** Waits for a condition with a bound; {@code what} is said when it does not come. */
  public static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(BOUND)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(condition);
  }

  /** The guarantee, over all that this story drew and all that the ledger ever showed. */
  public void assertGuarantee() {
    oracle.assertGuarantee(layout);
  }

  /** Returns how many windows were ever given. */
  public int grantsSeen() {
    return oracle.grants();
  }

  /** Asks the oracle, then ends everything; the ledger goes as only an admin may make it go. */
  @Override
  public void close() {
    try {
      oracle.assertDrawn();
      assertGuarantee();
    } finally {
      kubelet.close();
      oracle.close();
      client.raw("/api/v1/namespaces/" + namespace + "/pods?gracePeriodSeconds=0", "DELETE", null);
      client.resources(IdGenerator.class).inNamespace(namespace).delete();
      workerIds().parallelStream().forEach(this::erase);
      asOperator.close();
      client.close();
    }
  }

  private static WorkerId withoutFinalizers(WorkerId workerId) {
    workerId.getMetadata().setFinalizers(List.of());
    return workerId;
  }
}
