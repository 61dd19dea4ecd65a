// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.local.controlplane.Binary;
import dev.kezuri.local.controlplane.FoundBinaries;
import dev.kezuri.local.controlplane.Progress;
import dev.kezuri.local.controlplane.Shipped;
import dev.kezuri.local.kubelet.PortAllocator;
import dev.kezuri.local.node.KezuriChart;
import dev.kezuri.local.node.NodeOptions;
import dev.kezuri.local.node.RealNode;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** The whole system as in a cluster: a real node, Kezuri from its chart, a Deployment. */
final class NodeRun implements SystemRun {
  private static final int CONTENT_S = 90;
  private static final int IN_FORCE_S = 30;
  private static final int PODS_S = 120;
  private static final int END_S = 20;

  private final RunFolder run;
  private final Steps steps;
  private final Await await;
  private final int pods;
  private Path kubectl;
  private RealNode node;
  private KubernetesClient client;
  private PodForwards forwards;
  private boolean complete;

  NodeRun(RunFolder folder, Progress progress, Await await, int pods) {
    this.run = folder;
    this.steps = new Steps(progress);
    this.await = await;
    this.pods = pods;
  }

  /**
   * Starts everything; returns once each pod issues IDs.
   *
   * @param scripts {@code local/node} of the sources
   * @param images {@code dist/images}
   * @param plugin {@code kubectl-kezuri}
   * @throws TimeoutException if something did not come in time; the message says what
   * @throws InterruptedException if it was stopped meanwhile
   */
  List<ReadyPod> start(
      FoundBinaries binaries,
      Path scripts,
      KezuriChart chart,
      Path images,
      Path plugin,
      PortAllocator ports)
      throws InterruptedException, TimeoutException {
    kubectl = binaries.path(Binary.KUBECTL);
    NodeOptions options =
        NodeOptions.defaults()
            .withImages(chart.images(images))
            .withLogs(run.path().resolve("node"));
    steps.step("bringing up a node", () -> node = RealNode.start(binaries, scripts, options));
    client = new KubernetesClientBuilder().withConfig(node.config()).build();
    KubectlKezuri check = new KubectlKezuri(plugin, node.kubeconfig().orElseThrow());
    steps.step(
        "installing Kezuri by Helm",
        () -> "",
        () -> "\n" + check.words(),
        () -> {
          chart.install(node.kubeconfig().orElseThrow(), Map.of());
          await.until(check::content, CONTENT_S);
        });
    steps.step(
        "waiting for " + pods + " pods to issue IDs",
        () -> ready() + " of " + pods,
        this::missing,
        () -> {
          await.until(() -> Shipped.inForce(client, SampleObjects.NAMESPACE), IN_FORCE_S);
          client.resource(SampleObjects.generator()).create();
          client.resource(SampleObjects.deployment(pods, RealNode.BUSYBOX)).create();
          forwards =
              new PodForwards(
                  client,
                  ports,
                  pods,
                  SampleObjects.NAMESPACE,
                  Map.entry(MetadataKeys.LABEL_GENERATOR, SampleObjects.GENERATOR));
          await.until(() -> readyPods().size() == pods, PODS_S);
        });
    complete = true;
    return readyPods();
  }

  @Override
  public List<ReadyPod> readyPods() {
    return samplePods().stream()
        .filter(ReadyPod::isReady)
        .flatMap(pod -> forwards.address(pod).map(to -> ReadyPod.of(pod, to)).stream())
        .sorted(Comparator.comparingInt(pod -> pod.address().getPort()))
        .toList();
  }

  private List<Pod> samplePods() {
    return client
        .pods()
        .inNamespace(SampleObjects.NAMESPACE)
        .withLabel(MetadataKeys.LABEL_GENERATOR, SampleObjects.GENERATOR)
        .list()
        .getItems();
  }

  private long ready() {
    return samplePods().stream().filter(ReadyPod::isReady).count();
  }

  private String missing() {
    return samplePods().stream()
        .filter(pod -> !ReadyPod.isReady(pod))
        .map(
            pod ->
                "%n  pod %s: %s"
                    .formatted(
                        pod.getMetadata().getName(),
                        pod.getSpec().getSchedulingGates().isEmpty()
                            ? pod.getStatus().getPhase()
                            : "still gated, no worker ID granted"))
        .collect(Collectors.joining());
  }

  @Override
  public boolean complete() {
    return complete;
  }

  /** Returns the folder of the node. */
  Path folder() {
    return node.folder();
  }

  /** Returns the kubectl of its version, which need not be on PATH. */
  Path kubectl() {
    return kubectl;
  }

  /** The node copies its logs at its end. */
  @Override
  public void saveLogs() {}

  @Override
  public void end() throws InterruptedException, TimeoutException {
    if (node == null) {
      return;
    }
    try {
      if (forwards != null) {
        steps.step("ending the pods", this::endPods);
      }
    } finally {
      steps.step("taking down the node", this::close);
    }
  }

  private void endPods() throws InterruptedException, TimeoutException {
    client
        .resources(Deployment.class)
        .inNamespace(SampleObjects.NAMESPACE)
        .withName(SampleObjects.GENERATOR)
        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
        .delete();
    new Await().until(() -> samplePods().isEmpty(), END_S);
  }

  @Override
  public void close() {
    try (RealNode _ = node;
        KubernetesClient _ = client;
        PodForwards _ = forwards) {
      complete = false;
    }
  }
}
