// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import dev.kezuri.e2e.chaos.Fault;
import dev.kezuri.e2e.chaos.Pause;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** What befalls the pods of a Deployment and their sidecars, on a real node. */
final class CrowdFaults {
  private static final Duration LEASE = Duration.ofSeconds(20);

  private final Crowd crowd;
  private final ContainerFaults containers;

  CrowdFaults(Crowd crowd) {
    this.crowd = crowd;
    this.containers = new ContainerFaults(crowd.place());
  }

  List<Fault> all() {
    return List.of(
        new Fault("sidecar kill -9", 6, random -> end(random, "KILL")),
        new Fault("sidecar TERM in a living pod", 6, random -> end(random, "TERM")),
        new Fault("sidecar stopped (SIGSTOP) and gone on", 3, this::stop),
        new Fault("pod deleted", 5, random -> delete(random, 20)),
        new Fault("pod deleted by force", 4, random -> delete(random, 0)),
        new Fault("pod evicted", 2, this::evict),
        new Fault("scaled up and down", 2, this::scale),
        new Fault("Deployment rolled out", 1, this::rollOut));
  }

  private boolean end(Random random, String signal) throws IOException {
    return containers.end(sidecar(random), signal);
  }

  /** For longer than the lease at times. */
  private boolean stop(Random random) throws IOException {
    return containers.stop(sidecar(random), random, LEASE.plusSeconds(5));
  }

  private Optional<ContainerStatus> sidecar(Random random) {
    return crowd.any(random).flatMap(Sidecars::statusIfAny);
  }

  private boolean delete(Random random, long graceSeconds) {
    Optional<Pod> pod = crowd.any(random);
    pod.ifPresent(
        one -> crowd.room().client().resource(one).withGracePeriod(graceSeconds).delete());
    return pod.isPresent();
  }

  private boolean evict(Random random) {
    return crowd
        .any(random)
        .filter(one -> crowd.room().client().pods().resource(one).evict())
        .isPresent();
  }

  private boolean scale(Random random) {
    crowd.scale(Math.max(1, crowd.size() / 2 + random.nextInt(crowd.size())));
    try {
      Pause.upTo(random, Duration.ofSeconds(20));
    } finally {
      crowd.scaleBack();
    }
    return true;
  }

  private boolean rollOut(Random random) {
    crowd.rollOut(random.nextInt(Integer.MAX_VALUE));
    return true;
  }
}
