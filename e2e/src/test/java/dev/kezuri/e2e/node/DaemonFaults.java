// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import dev.kezuri.e2e.chaos.Fault;
import dev.kezuri.e2e.chaos.Pause;
import dev.kezuri.local.node.Daemon;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** What befalls a node, its control plane and the operators on it. */
final class DaemonFaults {
  private final Place place;
  private final ContainerFaults containers;

  DaemonFaults(Place place) {
    this.place = place;
    this.containers = new ContainerFaults(place);
  }

  List<Fault> all() {
    return List.of(
        killed(Daemon.KUBELET, 3, Duration.ofSeconds(25)),
        killed(Daemon.CONTAINERD, 2, Duration.ofSeconds(6)),
        killed(Daemon.KUBE_APISERVER, 2, Duration.ofSeconds(12)),
        killed(Daemon.ETCD, 2, Duration.ofSeconds(6)),
        killed(Daemon.KUBE_CONTROLLER_MANAGER, 1, Duration.ofSeconds(10)),
        killed(Daemon.KUBE_SCHEDULER, 1, Duration.ofSeconds(10)),
        new Fault("operator kill -9", 4, random -> end(random, "KILL")),
        new Fault("operator TERM", 2, random -> end(random, "TERM")),
        new Fault("operator stopped (SIGSTOP) and gone on", 3, this::stop),
        new Fault("operator's pod deleted", 3, this::delete));
  }

  private Fault killed(Daemon daemon, int weight, Duration most) {
    return new Fault(
        daemon.program() + " killed and started",
        weight,
        random -> {
          place.node().kill(daemon);
          try {
            Pause.upTo(random, most);
          } finally {
            place.node().start(daemon);
          }
          return true;
        });
  }

  private boolean end(Random random, String signal) throws IOException {
    return containers.end(operator(random), signal);
  }

  /** For longer than a leader's Lease at times: it goes on as a stale one. */
  private boolean stop(Random random) throws IOException {
    return containers.stop(operator(random), random, Duration.ofSeconds(25));
  }

  private Optional<ContainerStatus> operator(Random random) {
    return any(random).flatMap(pod -> pod.getStatus().getContainerStatuses().stream().findFirst());
  }

  private Optional<Pod> any(Random random) {
    List<Pod> replicas = Operators.pods(place.client());
    return replicas.isEmpty()
        ? Optional.empty()
        : Optional.of(replicas.get(random.nextInt(replicas.size())));
  }

  private boolean delete(Random random) {
    Optional<Pod> pod = any(random);
    pod.ifPresent(one -> place.client().resource(one).delete());
    return pod.isPresent();
  }
}
