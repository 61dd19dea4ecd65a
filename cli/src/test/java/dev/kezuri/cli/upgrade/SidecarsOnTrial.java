// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.upgrade;

import dev.kezuri.audit.ACluster;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;

/** Pods that an upgrade meets. */
final class SidecarsOnTrial {
  static final String OLD = "kezuri-sidecar:0.1.0";
  static final String NEW = "kezuri-sidecar:0.1.1";

  private SidecarsOnTrial() {}

  /** Returns a pod that issues IDs in turn 1. */
  static Pod serving(String name) {
    Pod pod = ACluster.clean().serve(name, 0).pod(name).build();
    sidecar(pod).setRestartCount(0);
    return pod;
  }

  private static ContainerStatus sidecar(Pod pod) {
    return pod.getStatus().getInitContainerStatuses().getFirst();
  }

  static Pod ready(Pod pod, boolean ready) {
    sidecar(pod).setReady(ready);
    return pod;
  }

  static Pod turn(Pod pod, int turn) {
    return ACluster.leased(
            new PodBuilder(pod),
            ACluster.lease(pod.getMetadata().getUid(), 0, ACluster.hour(20), turn))
        .build();
  }

  /** Restarts the sidecar once, with the new image. */
  static Pod restarted(Pod pod) {
    pod.getSpec().getInitContainers().getFirst().setImage(NEW);
    sidecar(pod).setRestartCount(sidecar(pod).getRestartCount() + 1);
    return pod;
  }

  /** Lets the sidecar wait for its image. */
  static Pod waiting(Pod pod, String reason) {
    pod.getSpec().getInitContainers().getFirst().setImage(NEW);
    sidecar(pod).setReady(false);
    sidecar(pod)
        .setState(
            new ContainerStateBuilder().withNewWaiting().withReason(reason).endWaiting().build());
    return pod;
  }

  /** Has the sidecar end over a state folder that is not its own. */
  static Pod lost(Pod pod) {
    ContainerState ended =
        new ContainerStateBuilder().withNewTerminated().withExitCode(13).endTerminated().build();
    sidecar(pod).setLastState(ended);
    return pod;
  }
}
