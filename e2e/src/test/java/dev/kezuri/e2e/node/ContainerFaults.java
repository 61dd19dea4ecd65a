// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import dev.kezuri.e2e.chaos.Pause;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/**
 * Signals to the processes of containers, from outside. Each returns false if there was none to do
 * it to.
 */
record ContainerFaults(Place place) {
  /** A kubelet lets a container that ends again and again wait for minutes. */
  private static final int MOST_RESTARTS = 3;

  /** Where containerd's shims keep what they know, whether it runs itself or not. */
  private static final String TASKS = "/run/kezuri/containerd/io.containerd.runtime.v2.task/k8s.io";

  /** Ends a container that has not been started too often. */
  boolean end(Optional<ContainerStatus> container, String signal) throws IOException {
    OptionalLong pid = pid(container.filter(status -> status.getRestartCount() < MOST_RESTARTS));
    return pid.isPresent() && signal(signal, pid.getAsLong());
  }

  /** Stops it in its tracks, and lets it go on; the kubelet may end it before that. */
  boolean stop(Optional<ContainerStatus> container, Random random, Duration most)
      throws IOException {
    OptionalLong pid = pid(container);
    if (pid.isEmpty() || !signal("STOP", pid.getAsLong())) {
      return false;
    }
    try {
      Pause.upTo(random, most);
    } finally {
      signal("CONT", pid.getAsLong());
    }
    return true;
  }

  /** Returns the number of its process inside the node, if it runs; asks no containerd. */
  private OptionalLong pid(Optional<ContainerStatus> container) throws IOException {
    if (container.isEmpty() || container.get().getState().getRunning() == null) {
      return OptionalLong.empty();
    }
    String id = Sidecars.id(container.get());
    String command =
        "pid=$(cat %s/%s/init.pid 2>/dev/null) && grep -qs %s /proc/$pid/cgroup && echo $pid || :"
            .formatted(TASKS, id, id);
    String said = place.inside("sh", "-c", command).strip();
    return said.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(said));
  }

  /** By its number, which needs no containerd; returns false if it has ended. */
  private boolean signal(String signal, long pid) throws IOException {
    return place
        .inside("sh", "-c", "kill -%s %d 2>/dev/null || echo gone".formatted(signal, pid))
        .isEmpty();
  }
}
