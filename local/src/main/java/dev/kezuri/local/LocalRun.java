// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.local.controlplane.ControlPlane;
import dev.kezuri.local.controlplane.Progress;
import dev.kezuri.local.controlplane.Shipped;
import dev.kezuri.local.kubelet.KubeletOptions;
import dev.kezuri.local.kubelet.KubeletTiming;
import dev.kezuri.local.kubelet.PortAllocator;
import dev.kezuri.local.kubelet.ProcessKubelet;
import dev.kezuri.local.kubelet.RunningPod;
import dev.kezuri.operator.KezuriOperator;
import dev.kezuri.operator.OperatorConfig;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The whole system on one machine: control plane, operator, kubelet and sample pods. */
final class LocalRun implements SystemRun {
  private static final String NODE = "this-machine";
  private static final int IN_FORCE_S = 30;
  private static final int PODS_S = 60;
  private static final int END_S = 10;

  private final RunFolder folder;
  private final Steps steps;
  private final Await await;
  private final int pods;
  private ControlPlane controlPlane;
  private KubernetesClient client;
  private KubernetesClient operatorsClient;
  private KezuriOperator operator;
  private ProcessKubelet kubelet;
  private boolean complete;

  LocalRun(RunFolder folder, Progress progress, Await await, int pods) {
    this.folder = folder;
    this.steps = new Steps(progress);
    this.await = await;
    this.pods = pods;
  }

  /**
   * Starts everything; returns once each pod issues IDs.
   *
   * @throws TimeoutException if something did not come in time; the message says what
   * @throws InterruptedException if it was stopped meanwhile
   */
  List<ReadyPod> start(
      Supplier<ControlPlane> startControlPlane,
      Installation installation,
      Path sidecar,
      PortAllocator ports)
      throws InterruptedException, TimeoutException {
    steps.step("starting the control plane", () -> controlPlane = startControlPlane.get());
    client = client(controlPlane.config());
    steps.step(installation.words(), () -> install(installation));
    IdGenerator generator = SampleObjects.generator();
    steps.step(
        "starting the operator",
        () -> {
          operatorsClient = client(installation.operator(controlPlane.config()));
          operator =
              new KezuriOperator(
                  operatorsClient, OperatorConfig.inProcess(), InstantSource.system());
          operator.start();
          client.resource(generator).create();
        });
    steps.step(
        "waiting for " + pods + " pods to issue IDs",
        () -> ready() + " of " + pods,
        this::missing,
        () -> {
          startKubelet(sidecar, ports);
          for (int n = 0; n < pods; n++) {
            Pod pod = installation.pod(SampleObjects.pod(n));
            await.until(() -> admitted(pod), IN_FORCE_S);
          }
          await.until(() -> ready() == pods, PODS_S);
        });
    complete = true;
    return readyPods();
  }

  private static KubernetesClient client(Config config) {
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private void install(Installation installation) throws InterruptedException, TimeoutException {
    installation.apply(client);
    await.until(() -> installation.inForce(client), IN_FORCE_S);
  }

  /** Creates {@code pod}, unless the policies have not yet seen the IdGenerator just made. */
  private boolean admitted(Pod pod) {
    try {
      client.resource(pod).create();
      return true;
    } catch (KubernetesClientException e) {
      if (Shipped.generatorNotSeen(e)) {
        return false;
      }
      throw e;
    }
  }

  private void startKubelet(Path sidecar, PortAllocator ports) {
    kubelet =
        new ProcessKubelet(
            client,
            new KubeletOptions(
                NODE,
                folder.pods(),
                _ -> List.of(sidecar.toString()),
                ports,
                KubeletTiming.LOCAL,
                Map.of(),
                true));
    kubelet.start();
  }

  @Override
  public List<ReadyPod> readyPods() {
    return IntStream.range(0, pods)
        .mapToObj(SampleObjects::podName)
        .map(name -> client.pods().inNamespace(SampleObjects.NAMESPACE).withName(name).get())
        .filter(ReadyPod::isReady)
        .flatMap(pod -> running(pod).map(r -> ReadyPod.of(pod, r.address())).stream())
        .sorted(Comparator.comparingInt(pod -> pod.address().getPort()))
        .toList();
  }

  private int ready() {
    return client == null
        ? 0
        : (int)
            client.pods().inNamespace(SampleObjects.NAMESPACE).list().getItems().stream()
                .filter(ReadyPod::isReady)
                .count();
  }

  private Optional<RunningPod> running(Pod pod) {
    return kubelet.pod(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
  }

  /** Says of each pod that is not ready where it is, for a message. */
  private String missing() {
    StringBuilder all = new StringBuilder();
    if (kubelet != null) {
      for (int n = 0; n < pods; n++) {
        Pod pod =
            client
                .pods()
                .inNamespace(SampleObjects.NAMESPACE)
                .withName(SampleObjects.podName(n))
                .get();
        if (pod != null && !ReadyPod.isReady(pod)) {
          all.append("\n  pod ").append(pod.getMetadata().getName()).append(": ");
          all.append(
              pod.getSpec().getSchedulingGates().isEmpty()
                  ? running(pod).map(r -> "see " + r.log()).orElse("not bound")
                  : "still gated, no worker ID granted");
        }
      }
    }
    return all.toString();
  }

  @Override
  public boolean complete() {
    return complete;
  }

  @Override
  public void saveLogs() {
    for (int n = 0; kubelet != null && n < pods; n++) {
      String name = SampleObjects.podName(n);
      kubelet.pod(SampleObjects.NAMESPACE, name).ifPresent(pod -> folder.keep(name, pod.log()));
    }
  }

  /** Returns the kubeconfig of this run's API server. */
  Optional<Path> kubeconfig() {
    return controlPlane.kubeconfig();
  }

  @Override
  public void end() throws InterruptedException, TimeoutException {
    if (kubelet == null) {
      return;
    }
    steps.step(
        "ending the pods",
        () -> {
          client
              .pods()
              .inNamespace(SampleObjects.NAMESPACE)
              .withGracePeriod(END_S * 1000L / 2)
              .delete();
          new Await().until(kubelet::idle, END_S);
        });
  }

  /** In the other order; a process that does not end is killed. */
  @Override
  public void close() {
    try (ControlPlane _ = controlPlane;
        KubernetesClient _ = client;
        KubernetesClient _ = operatorsClient;
        KezuriOperator _ = operator;
        ProcessKubelet _ = kubelet) {
      complete = false;
    }
  }
}
