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
import java.util.OptionalLong;
import java.util.Random;

/** What befalls a node, its control plane and the operators on it. */
final class DaemonFaults {
  /** A kubelet lets a container that ends again and again wait for minutes. */
  private static final int MOST_RESTARTS = 3;

  private final Place place;

  DaemonFaults(Place place) {
    this.place = place;
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
    OptionalLong pid = pid(random, MOST_RESTARTS);
    return pid.isPresent() && Sidecars.signal(place, signal, pid.getAsLong());
  }

  /** For longer than a leader's Lease at times: it goes on as a stale one. */
  private boolean stop(Random random) throws IOException {
    OptionalLong pid = pid(random, Integer.MAX_VALUE);
    if (pid.isEmpty() || !Sidecars.signal(place, "STOP", pid.getAsLong())) {
      return false;
    }
    try {
      Pause.upTo(random, Duration.ofSeconds(25));
    } finally {
      Sidecars.signal(place, "CONT", pid.getAsLong());
    }
    return true;
  }

  private OptionalLong pid(Random random, int restarts) throws IOException {
    Optional<ContainerStatus> container =
        any(random)
            .flatMap(pod -> pod.getStatus().getContainerStatuses().stream().findFirst())
            .filter(status -> status.getRestartCount() < restarts)
            .filter(status -> status.getState().getRunning() != null);
    return container.isPresent() ? Sidecars.pid(place, container.get()) : OptionalLong.empty();
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
