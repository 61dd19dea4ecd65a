// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.audit;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.LeaseCodec;
import dev.kezuri.lease.LeaseFormatException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A pod, with all that Kezuri has to do with it.
 *
 * @param generator the label's value; empty if it has none
 * @param gates its scheduling gates
 * @param node empty text if it has none
 * @param phaseText {@code status.phase}, for people
 * @param unscheduled what the scheduler says of it; empty text if nothing
 * @param told whether an application's container has the variable KEZURI_WORKER_ID
 * @param lease the annotation's lease; empty if it is missing or cannot be read
 * @param leaseFault why it cannot be read
 * @param number the text of the annotation {@code kezuri.dev/worker-id}
 */
public record SeenPod(
    String namespace,
    String name,
    String uid,
    long createdMs,
    Optional<String> generator,
    Phase phase,
    String phaseText,
    List<String> gates,
    String node,
    String unscheduled,
    boolean told,
    Optional<SeenSidecar> sidecar,
    Optional<Lease> lease,
    Optional<String> leaseFault,
    Optional<String> number) {
  /** How far a pod is; the later one of two that hold is meant. */
  public enum Phase {
    /** Neither of the others: waiting, starting or running. */
    LIVING,
    /** It has a deletionTimestamp. */
    TERMINATING,
    /** Succeeded or Failed. */
    TERMINAL
  }

  /** Reads a pod. */
  public static SeenPod of(Pod pod) {
    var metadata = pod.getMetadata();
    Map<String, String> annotations =
        Objects.requireNonNullElse(metadata.getAnnotations(), Map.of());
    Map<String, String> labels = Objects.requireNonNullElse(metadata.getLabels(), Map.of());
    Optional<PodStatus> status = Optional.ofNullable(pod.getStatus());
    String phase = status.map(PodStatus::getPhase).orElse("");
    Optional<Lease> lease = Optional.empty();
    Optional<String> fault = Optional.empty();
    try {
      String text = annotations.get(MetadataKeys.ANNOTATION_LEASE);
      lease = text == null ? Optional.empty() : Optional.of(LeaseCodec.read(text));
    } catch (LeaseFormatException e) {
      fault = Optional.of(e.getMessage());
    }
    return new SeenPod(
        metadata.getNamespace(),
        metadata.getName(),
        metadata.getUid(),
        SeenSidecar.ms(metadata.getCreationTimestamp()),
        Optional.ofNullable(labels.get(MetadataKeys.LABEL_GENERATOR)),
        phase(phase, metadata.getDeletionTimestamp()),
        phase,
        pod.getSpec().getSchedulingGates().stream().map(PodSchedulingGate::getName).toList(),
        Objects.requireNonNullElse(pod.getSpec().getNodeName(), ""),
        status.flatMap(SeenPod::unscheduled).orElse(""),
        SeenSidecar.containers(pod).anyMatch(SeenPod::isTold),
        SeenSidecar.of(pod),
        lease,
        fault,
        Optional.ofNullable(annotations.get(MetadataKeys.ANNOTATION_WORKER_ID)));
  }

  private static Phase phase(String phase, String deletionTimestamp) {
    if (phase.equals("Succeeded") || phase.equals("Failed")) {
      return Phase.TERMINAL;
    }
    return deletionTimestamp == null ? Phase.LIVING : Phase.TERMINATING;
  }

  private static Optional<String> unscheduled(PodStatus status) {
    return status.getConditions().stream()
        .filter(c -> "PodScheduled".equals(c.getType()) && "False".equals(c.getStatus()))
        .map(PodCondition::getMessage)
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static boolean isTold(Container container) {
    return !SeenSidecar.isSidecar(container)
        && container.getEnv().stream()
            .map(EnvVar::getName)
            .anyMatch(MetadataKeys.ENV_WORKER_ID::equals);
  }

  /** Returns {@code <namespace>/<name>}. */
  public String path() {
    return namespace + "/" + name;
  }

  /** Returns the generator as WorkerIds name it. */
  public Optional<String> ledgerName() {
    return generator.map(label -> namespace + "/" + label);
  }

  /** Returns whether the pod is meant to go on. */
  public boolean lives() {
    return phase == Phase.LIVING;
  }

  /** Returns whether Kezuri's gate holds it back. */
  public boolean gated() {
    return gates.contains(MetadataKeys.GATE);
  }

  /** Returns the scheduling gates of others. */
  public List<String> otherGates() {
    return gates.stream().filter(gate -> !gate.equals(MetadataKeys.GATE)).toList();
  }

  /** Returns whether a last word in the pod's status closes this turn of a window. */
  public boolean resigned(int id, Holding held) {
    return endOf(id, held).isPresent();
  }

  /** Returns the sidecar's end with the last word that closes this turn of a window. */
  public Optional<SeenSidecar.End> endOf(int id, Holding held) {
    return sidecar.stream()
        .flatMap(one -> one.ends().stream())
        .filter(
            end ->
                end.lastWord()
                    .filter(word -> word.workerId() == id)
                    .filter(word -> word.notBeforeMs() == held.window().notBeforeMs())
                    .filter(word -> word.turn() == held.turn())
                    .isPresent())
        .findFirst();
  }
}
