// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import dev.kezuri.api.MetadataKeys;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What an API server does with pods for controllers, scheduler and kubelets. */
final class Pods {
  private final World world;
  private final ApiServer api;

  Pods(World world) {
    this.world = world;
    this.api = world.api();
  }

  static boolean terminal(Pod pod) {
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return "Succeeded".equals(phase) || "Failed".equals(phase);
  }

  /** Returns whether it is meant to go on. */
  static boolean lives(Pod pod) {
    return !terminal(pod) && pod.getMetadata().getDeletionTimestamp() == null;
  }

  static long graceMs(Pod pod) {
    Long seconds = pod.getMetadata().getDeletionGracePeriodSeconds();
    return 1000 * (seconds == null ? 30 : seconds);
  }

  static String uid(Pod pod) {
    return pod.getMetadata().getUid();
  }

  List<Pod> all() {
    return api.all(Pod.class);
  }

  Optional<Pod> named(String name, String uid) {
    return api.get(Pod.class, name).filter(pod -> uid(pod).equals(uid));
  }

  /** A controller makes a pod; the admission policy has injected gate and sidecar. */
  Pod create(String name, String uid, String node, long graceSeconds, Map<String, String> more) {
    PodSpecBuilder spec =
        new PodSpecBuilder()
            .withInitContainers(
                new ContainerBuilder().withName(MetadataKeys.SIDECAR_CONTAINER).build())
            .withContainers(new ContainerBuilder().withName("app").build())
            .withTerminationGracePeriodSeconds(graceSeconds);
    if (node == null) {
      spec.addNewSchedulingGate(MetadataKeys.GATE);
    } else {
      spec.withNodeName(node);
    }
    Pod pod = new Pod();
    pod.setMetadata(
        api.next(
            new ObjectMetaBuilder()
                .withNamespace(World.NAMESPACE)
                .withName(name)
                .withUid(uid)
                .withLabels(Map.of(MetadataKeys.LABEL_GENERATOR, World.GENERATOR_NAME))
                .withAnnotations(more.isEmpty() ? null : new TreeMap<>(more))
                .withCreationTimestamp(
                    api.clock().instant().truncatedTo(ChronoUnit.SECONDS).toString())
                .build()));
    pod.setSpec(spec.build());
    pod.setStatus(new PodStatusBuilder().withPhase("Pending").build());
    return api.store(pod);
  }

  /** The scheduler gives it a node, if nothing holds it back. */
  void bind(String name, String uid, String node) {
    Optional<Pod> pod = named(name, uid);
    if (pod.filter(Pods::unbound).isPresent()) {
      Pod bound = api.copy(pod.get());
      bound.setSpec(new PodSpecBuilder(pod.get().getSpec()).withNodeName(node).build());
      api.store(bound);
    }
  }

  static boolean unbound(Pod pod) {
    return lives(pod)
        && pod.getSpec().getNodeName() == null
        && pod.getSpec().getSchedulingGates().isEmpty();
  }

  /** A kubelet, or a controller, writes the status of the pod of this UID. */
  void status(String uid, String name, PodStatus status) {
    named(name, uid)
        .filter(pod -> !terminal(pod) || "Failed".equals(status.getPhase()) || ended(status))
        .ifPresent(
            pod -> {
              Pod changed = api.copy(pod);
              changed.setStatus(status);
              api.store(changed);
            });
  }

  private static boolean ended(PodStatus status) {
    return "Succeeded".equals(status.getPhase());
  }

  /** As kubectl does it: the kubelet has the last word, if there is one. */
  void delete(Pod pod, long graceSeconds) {
    Optional<Pod> there = named(pod.getMetadata().getName(), uid(pod));
    if (there.isEmpty()) {
      return;
    }
    if (graceSeconds == 0 || there.get().getSpec().getNodeName() == null) {
      api.remove(there.get());
    } else if (there.get().getMetadata().getDeletionTimestamp() == null
        || graceMs(there.get()) > 1000 * graceSeconds) {
      Pod leaving = api.copy(there.get());
      Instant at = api.clock().instant().plusSeconds(graceSeconds);
      leaving.getMetadata().setDeletionTimestamp(at.truncatedTo(ChronoUnit.SECONDS).toString());
      leaving.getMetadata().setDeletionGracePeriodSeconds(graceSeconds);
      api.store(leaving);
    }
  }

  /** The kubelet is done with it. */
  void remove(String uid, String name) {
    named(name, uid).ifPresent(api::remove);
  }

  /** As the garbage collector of pods does it to those whose node is gone. */
  void fail(Pod pod) {
    named(pod.getMetadata().getName(), uid(pod))
        .filter(there -> !terminal(there))
        .ifPresent(
            there -> {
              PodStatus old = there.getStatus() == null ? new PodStatus() : there.getStatus();
              Pod failed = api.copy(there);
              failed.setStatus(new PodStatusBuilder(old).withPhase("Failed").build());
              api.store(failed);
            });
  }

  /** Somebody writes an annotation, who may or may not be allowed to. */
  Pod with(Pod pod, Map<String, String> annotations) {
    return new PodBuilder(pod).editMetadata().withAnnotations(annotations).endMetadata().build();
  }

  World world() {
    return world;
  }
}
