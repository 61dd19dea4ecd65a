// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import dev.kezuri.api.MetadataKeys;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** The sidecar's container of a pod, as its status has it, and what may be done to it. */
final class Sidecars {
  /** Fills the memory limit that injection gives, by processes far smaller than the JVM. */
  private static final String FILL =
      """
      n=0
      while [ $n -lt 24 ]; do
        /bin/sh -c 'x=0123456789abcdef; i=0
          while [ $i -lt 18 ]; do x=$x$x; i=$((i+1)); done; kill -STOP $$' &
        n=$((n+1))
      done
      wait
      """;

  private static final String TURN = "kezuri_lease_turn ";

  private Sidecars() {}

  /** Returns the container's status. */
  static ContainerStatus status(Pod pod) {
    return statusIfAny(pod).orElseThrow();
  }

  /** Returns the container's status, if the pod has come so far. */
  static Optional<ContainerStatus> statusIfAny(Pod pod) {
    return pod.getStatus().getInitContainerStatuses().stream()
        .filter(status -> status.getName().equals(MetadataKeys.SIDECAR_CONTAINER))
        .findFirst();
  }

  static String image(Pod pod) {
    return pod.getSpec().getInitContainers().getFirst().getImage();
  }

  /** Returns how often containers of the application were started again. */
  static int applicationRestarts(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .mapToInt(ContainerStatus::getRestartCount)
        .sum();
  }

  static int restarts(Pod pod) {
    return status(pod).getRestartCount();
  }

  /** Returns the turn that the sidecar is in; it hears of it later than the ledger and the pod. */
  static int turn(Place place, Pod pod) throws IOException {
    String page = "http://" + pod.getStatus().getPodIP() + ":11213/metrics";
    return place
        .inside("busybox", "wget", "-q", "-O", "-", page)
        .lines()
        .filter(line -> line.startsWith(TURN))
        .map(line -> Double.valueOf(line.substring(TURN.length())).intValue())
        .findFirst()
        .orElse(-1);
  }

  /** Sends the container's process a signal, from outside. */
  static void signal(Place place, String signal, ContainerStatus container) throws IOException {
    place.ctr("tasks", "kill", "--signal", signal, id(container));
  }

  /** Returns what containerd calls it. */
  static String id(ContainerStatus container) {
    return container.getContainerID().replaceFirst("^containerd://", "");
  }

  /**
   * Takes memory within the container until the kernel kills its greatest process, the JVM; close
   * what is returned after that.
   */
  static ExecWatch exhaustMemory(KubernetesClient client, Pod pod) {
    return client
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .inContainer(MetadataKeys.SIDECAR_CONTAINER)
        .writingOutput(OutputStream.nullOutputStream())
        .exec("/bin/sh", "-c", FILL);
  }
}
