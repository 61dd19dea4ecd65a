// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.inject.SidecarInjection;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.PastWindow;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.id.IdLayout;
import dev.kezuri.local.TextClient;
import dev.kezuri.local.controlplane.RealControlPlane;
import dev.kezuri.local.kubelet.KubeletOptions;
import dev.kezuri.local.kubelet.KubeletTiming;
import dev.kezuri.local.kubelet.PortAllocator;
import dev.kezuri.local.kubelet.ProcessKubelet;
import dev.kezuri.local.kubelet.RunningPod;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
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
 * window of its pod, no two windows of one worker ID that overlap.
 */
final class Story implements AutoCloseable {
  static final String GENERATOR = "orders";
  private static final Duration BOUND = Duration.ofSeconds(120);

  private final KubernetesClient client;
  private final String namespace;
  private final ProcessKubelet kubelet;
  private final LedgerWitness witness;
  private final IdJournal journal = new IdJournal();
  private IdLayout layout = IdLayout.DEFAULT;

  Story(RealControlPlane plane, String namespace, Path folder) {
    this(plane, namespace, folder, KubeletTiming.QUICK);
  }

  Story(RealControlPlane plane, String namespace, Path folder, KubeletTiming timing) {
    this.client = new KubernetesClientBuilder().withConfig(plane.config()).build();
    this.namespace = namespace;
    client
        .namespaces()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .createOr(NonDeletingOperation::update);
    Rbac.apply(client);
    witness = new LedgerWitness(client, namespace + "/" + GENERATOR);
    kubelet =
        new ProcessKubelet(
            client,
            new KubeletOptions(
                "node-of-" + namespace,
                folder,
                SidecarCommand.get(),
                PortAllocator.free(),
                timing,
                Map.of(),
                true));
    kubelet.start();
  }

  KubernetesClient client() {
    return client;
  }

  ProcessKubelet kubelet() {
    return kubelet;
  }

  String namespace() {
    return namespace;
  }

  /** Makes the generator; {@code spec} is YAML in one line, such as {@code {lease: {…}}}. */
  IdGenerator generator(String spec) {
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
    return made;
  }

  /** Makes a labelled pod, with what injection adds; returns it as the API server stored it. */
  Pod pod(String name) {
    Pod plain =
        new PodBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            .addToLabels(MetadataKeys.LABEL_GENERATOR, GENERATOR)
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("app")
            .withImage("app:1")
            .endContainer()
            .endSpec()
            .build();
    return client.resource(SidecarInjection.inject(plain, currentGenerator())).create();
  }

  IdGenerator currentGenerator() {
    return client.resources(IdGenerator.class).inNamespace(namespace).withName(GENERATOR).get();
  }

  Optional<Pod> podNow(String name) {
    return Optional.ofNullable(client.pods().inNamespace(namespace).withName(name).get());
  }

  /** Waits until the pod's sidecar issues IDs in a turn of at least {@code turn}. */
  RunningPod awaitServing(String name, int turn) {
    await(name + " serves IDs in turn " + turn, () -> servesInTurn(name, turn));
    return kubelet.pod(namespace, name).orElseThrow();
  }

  /** Returns whether the pod's window is in that turn or later, and its sidecar issues an ID. */
  boolean servesInTurn(String name, int turn) {
    return holding(name).filter(w -> w.getStatus().window().turn() >= turn).isPresent()
        && kubelet.pod(namespace, name).isPresent()
        && serves(name);
  }

  RunningPod awaitServing(String name) {
    return awaitServing(name, 1);
  }

  private boolean serves(String name) {
    try {
      draw(kubelet.pod(namespace, name).orElseThrow(), 1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Draws IDs, by multi-gets of at most 100, and remembers them. */
  void draw(RunningPod pod, int count) throws IOException {
    try (TextClient ids = new TextClient(pod.address())) {
      for (int left = count; left > 0; left -= 100) {
        journal.addAll(pod.uid(), ids.get(Math.min(left, 100)));
      }
    }
  }

  /** Returns the WorkerId whose window names the pod of this name that is there now. */
  Optional<WorkerId> holding(String name) {
    return podNow(name).flatMap(pod -> holdingUid(pod.getMetadata().getUid()));
  }

  /** Returns the WorkerId whose window names the pod of this UID. */
  Optional<WorkerId> holdingUid(String uid) {
    return workerIds().stream()
        .filter(w -> w.getStatus() != null && w.getStatus().window() != null)
        .filter(w -> uid.equals(w.getStatus().window().podUid()))
        .findFirst();
  }

  /** Returns the generator's WorkerIds, read now. */
  List<WorkerId> workerIds() {
    return client.resources(WorkerId.class).list().getItems().stream()
        .filter(w -> (namespace + "/" + GENERATOR).equals(w.getSpec().generator()))
        .toList();
  }

  WorkerId workerId(int id) {
    return client.resources(WorkerId.class).withName(namespace + "." + GENERATOR + "." + id).get();
  }

  /** Returns whether the last one who held {@code id} was {@code uid}, ended as {@code end}. */
  boolean ended(int id, String uid, PastWindow.End end) {
    WorkerId now = workerId(id);
    return now.getStatus().history().stream()
        .findFirst()
        .filter(past -> past.podUid().equals(uid) && past.end() == end)
        .isPresent();
  }

  /** Returns whether the generator's condition of this type is True. */
  boolean hasCondition(String type) {
    return currentGenerator().getStatus().conditions().stream()
        .anyMatch(c -> c.getType().equals(type) && "True".equals(c.getStatus()));
  }

  void deleteGenerator() {
    client.resources(IdGenerator.class).inNamespace(namespace).withName(GENERATOR).delete();
    await("the generator is gone", () -> currentGenerator() == null);
  }

  /** Takes a WorkerId away, finalizer and all, as an admin can. */
  void erase(WorkerId workerId) {
    client.resource(workerId).edit(Story::withoutFinalizers);
    client.resources(WorkerId.class).withName(workerId.getMetadata().getName()).delete();
  }

  /**
   * Has the oracle take IDs apart by {@code other}, where the generator's layout is another now.
   */
  void readIdsBy(IdLayout other) {
    layout = other;
  }

  void delete(String pod) {
    client.pods().inNamespace(namespace).withName(pod).withGracePeriod(10).delete();
  }

  void forceDelete(String pod) {
    client.pods().inNamespace(namespace).withName(pod).withGracePeriod(0).delete();
  }

  /** Waits for a condition with a bound; {@code what} is said when it does not come. */
  static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(BOUND)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(condition);
  }

  /** The guarantee, over all that this story drew and all that the ledger ever showed. */
  void assertGuarantee() {
    assertThat(journal.duplicates()).as("IDs given twice").isEmpty();
    assertThat(witness.overlaps()).as("windows of one worker ID that overlap").isEmpty();
    assertThat(witness.outside(layout, journal.all())).as("IDs outside their windows").isEmpty();
  }

  int grantsSeen() {
    return witness.grants();
  }

  /** Asks the oracle, then ends everything; the ledger goes as only an admin may make it go. */
  @Override
  public void close() {
    try {
      assertThat(journal.all()).as("IDs drawn in this story").isNotEmpty();
      assertGuarantee();
    } finally {
      kubelet.close();
      witness.close();
      client.pods().inNamespace(namespace).withGracePeriod(0).delete();
      client.resources(IdGenerator.class).inNamespace(namespace).delete();
      for (WorkerId workerId : workerIds()) {
        erase(workerId);
      }
      client.close();
    }
  }

  private static WorkerId withoutFinalizers(WorkerId workerId) {
    workerId.getMetadata().setFinalizers(List.of());
    return workerId;
  }
}
