// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.e2e.fault.SlowLink;
import dev.kezuri.e2e.story.Announcements;
import dev.kezuri.e2e.story.LedgerWitness;
import dev.kezuri.local.controlplane.RealControlPlane;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the faults are done to: a real etcd and API server, two operators behind a link that can be
 * slow or cut, two nodes, pods with clients, and the witnesses of all of it.
 */
final class Rig implements AutoCloseable {
  static final String NAMESPACE = "chaos";
  static final String GENERATOR = "orders";

  /** Renewed after some seconds, so that a run of minutes sees many leases run out. */
  private static final String SPEC =
      "{lease: {duration: 15s}, workerIds: {first: 0, last: %d}, history: 100}";

  private final RealControlPlane plane;
  private final KubernetesClient client;
  private final SlowLink link;
  private final List<OperatorSlot> operators;
  private final Nodes nodes;
  private final IdLog log;
  private final Population population;
  private final LedgerWitness ledger;
  private final Announcements announcements;

  Rig(RealControlPlane plane, Path folder, int lastWorkerId, Tally tally) throws IOException {
    this.plane = plane;
    client = new KubernetesClientBuilder().withConfig(plane.config()).build();
    link = new SlowLink(plane);
    Path kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(
        kubeconfig,
        Files.readString(plane.kubeconfig().orElseThrow())
            .replace(plane.config().getMasterUrl(), link.config().getMasterUrl()));
    operators =
        List.of(
            new OperatorSlot(kubeconfig, folder, "operator-a"),
            new OperatorSlot(kubeconfig, folder, "operator-b"));
    ledger = new LedgerWitness(plane.etcd().url(), NAMESPACE + "/" + GENERATOR);
    makeGenerator(lastWorkerId);
    announcements = new Announcements(client, NAMESPACE);
    nodes = new Nodes(client, folder, folder);
    log = new IdLog(folder.resolve("ids"));
    population = new Population(client, NAMESPACE, nodes, log, tally);
  }

  private void makeGenerator(int lastWorkerId) {
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
    String yaml =
        """
        apiVersion: kezuri.dev/v1alpha1
        kind: IdGenerator
        metadata: {name: %s, namespace: %s}
        spec: %s
        """
            .formatted(GENERATOR, NAMESPACE, SPEC.formatted(lastWorkerId));
    client.resource(Serialization.unmarshal(yaml, IdGenerator.class)).create();
  }

  /** Returns the WorkerIds that a pod holds. */
  List<String> held() {
    return client.resources(WorkerId.class).list().getItems().stream()
        .filter(one -> one.getStatus() != null && one.getStatus().window() != null)
        .map(one -> one.getMetadata().getName() + " by " + one.getStatus().window().pod())
        .toList();
  }

  RealControlPlane plane() {
    return plane;
  }

  KubernetesClient client() {
    return client;
  }

  SlowLink link() {
    return link;
  }

  List<OperatorSlot> operators() {
    return operators;
  }

  Nodes nodes() {
    return nodes;
  }

  IdLog log() {
    return log;
  }

  Population population() {
    return population;
  }

  LedgerWitness ledger() {
    return ledger;
  }

  Announcements announcements() {
    return announcements;
  }

  /** Ends every process; the log of IDs stays. */
  @Override
  public void close() throws IOException {
    population.close();
    operators.forEach(OperatorSlot::close);
    announcements.close();
    ledger.close();
    nodes.close();
    link.close();
    client.close();
    log.close();
  }
}
