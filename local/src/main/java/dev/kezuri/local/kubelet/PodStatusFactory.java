// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.local.kubelet.PodEvent.Ended;
import dev.kezuri.local.kubelet.PodState.Leaving;
import dev.kezuri.local.kubelet.PodState.Stage;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says a pod's state as a kubelet says it in the pod's status. Pure. */
public final class PodStatusFactory {
  private static final Set<String> OWN =
      Set.of("PodScheduled", "Initialized", "ContainersReady", "Ready");
  private static final ContainerState INITIALIZING =
      new ContainerStateBuilder()
          .withNewWaiting()
          .withReason("PodInitializing")
          .endWaiting()
          .build();

  private final Pod pod;
  private final PodState state;
  private final Instant admitted;
  private final Instant now;

  private PodStatusFactory(Pod pod, PodState state, Instant admitted, Instant now) {
    this.pod = pod;
    this.state = state;
    this.admitted = admitted;
    this.now = now;
  }

  /** Returns the status of {@code pod}; conditions that others wrote stay. */
  public static PodStatus of(Pod pod, PodState state, Instant admitted, Instant now) {
    return new PodStatusFactory(pod, state, admitted, now).status();
  }

  private PodStatus status() {
    return new PodStatusBuilder()
        .withPhase(phase())
        .withHostIP(PodFolder.HOST)
        .withPodIP(PodFolder.HOST)
        .addNewPodIP()
        .withIp(PodFolder.HOST)
        .endPodIP()
        .withStartTime(admitted.toString())
        .withInitContainerStatuses(
            pod.getSpec().getInitContainers().stream().map(this::initContainer).toList())
        .withContainerStatuses(
            pod.getSpec().getContainers().stream()
                .map(c -> isSidecar(c) ? sidecar(c) : application(c))
                .toList())
        .withConditions(conditions())
        .build();
  }

  private String phase() {
    if (state.stage() == Stage.ENDED) {
      return state.appsStarted() ? "Succeeded" : "Failed";
    }
    return state.appsStarted() ? "Running" : "Pending";
  }

  private static boolean isSidecar(Container container) {
    return container.getName().equals(MetadataKeys.SIDECAR_CONTAINER);
  }

  private ContainerStatus initContainer(Container container) {
    if (isSidecar(container)) {
      return sidecar(container);
    }
    return named(container)
        .withReady(true)
        .withStarted(false)
        .withRestartCount(0)
        .withState(terminated(new Ended(0, "", admitted.toEpochMilli(), admitted.toEpochMilli())))
        .build();
  }

  private ContainerStatus sidecar(Container container) {
    Optional<ContainerState> ended = state.ended().map(this::terminated);
    ContainerStatusBuilder status =
        named(container)
            .withContainerID(containerId(state.run()))
            .withReady(state.ready())
            .withStarted(state.started())
            .withRestartCount(state.run());
    if (state.hasProcess()) {
      ended.ifPresent(status::withLastState);
      return status
          .withState(
              new ContainerStateBuilder()
                  .withNewRunning()
                  .withStartedAt(Instant.ofEpochMilli(state.startedAtMs()).toString())
                  .endRunning()
                  .build())
          .build();
    }
    if (ended.isEmpty()) {
      return status.withContainerID(null).withState(INITIALIZING).build();
    }
    // A real kubelet says "waiting" only once the back-off can be noticed.
    if (state.stage() == Stage.BACK_OFF && state.crashes() > 1) {
      return status.withLastState(ended.get()).withState(backOff()).build();
    }
    return status.withState(ended.get()).build();
  }

  private static ContainerState backOff() {
    return new ContainerStateBuilder()
        .withNewWaiting()
        .withReason("CrashLoopBackOff")
        .withMessage("waiting before the next start of " + MetadataKeys.SIDECAR_CONTAINER)
        .endWaiting()
        .build();
  }

  private ContainerStatus application(Container container) {
    ContainerStatusBuilder status =
        named(container).withRestartCount(0).withReady(false).withStarted(false);
    if (!state.appsStarted()) {
      return status.withState(INITIALIZING).build();
    }
    if (appsEnded()) {
      return status
          .withState(terminated(new Ended(0, "", admitted.toEpochMilli(), now.toEpochMilli())))
          .build();
    }
    return status
        .withReady(true)
        .withStarted(true)
        .withState(
            new ContainerStateBuilder()
                .withNewRunning()
                .withStartedAt(admitted.toString())
                .endRunning()
                .build())
        .build();
  }

  private boolean appsEnded() {
    return state.leaving() == Leaving.FINISHED || state.stage() == Stage.ENDED;
  }

  private static ContainerStatusBuilder named(Container container) {
    return new ContainerStatusBuilder()
        .withName(container.getName())
        .withImage(container.getImage())
        .withImageID("")
        .withLastState(new ContainerState());
  }

  private ContainerState terminated(Ended ended) {
    return new ContainerStateBuilder()
        .withNewTerminated()
        .withContainerID(containerId(state.run()))
        .withExitCode(ended.exitCode())
        .withReason(ended.reason())
        .withMessage(ended.message().isEmpty() ? null : ended.message())
        .withStartedAt(Instant.ofEpochMilli(ended.startedAtMs()).toString())
        .withFinishedAt(Instant.ofEpochMilli(ended.finishedAtMs()).toString())
        .endTerminated()
        .build();
  }

  private String containerId(int run) {
    return "process://" + pod.getMetadata().getUid() + "/" + run;
  }

  private List<PodCondition> conditions() {
    List<PodCondition> all = new ArrayList<>();
    for (PodCondition old : old()) {
      if (!OWN.contains(old.getType())) {
        all.add(old);
      }
    }
    boolean ready = state.ready() && state.appsStarted() && !appsEnded();
    all.add(condition("PodScheduled", true));
    all.add(condition("Initialized", state.appsStarted()));
    all.add(condition("ContainersReady", ready));
    all.add(condition("Ready", ready));
    return all;
  }

  private List<PodCondition> old() {
    return pod.getStatus() == null ? List.of() : pod.getStatus().getConditions();
  }

  private PodCondition condition(String type, boolean holds) {
    String status = holds ? "True" : "False";
    String since =
        old().stream()
            .filter(c -> c.getType().equals(type) && status.equals(c.getStatus()))
            .map(PodCondition::getLastTransitionTime)
            .filter(time -> time != null)
            .findFirst()
            .orElse(now.toString());
    return new PodConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(holds ? null : "ContainersNotReady")
        .withLastTransitionTime(since)
        .build();
  }
}
