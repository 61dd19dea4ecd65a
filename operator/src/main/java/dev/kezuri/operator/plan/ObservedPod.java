// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import dev.kezuri.lease.Lease;
import dev.kezuri.lease.Resignation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A pod that has the generator's label, as the newest copy at hand shows it.
 *
 * @param uid {@code metadata.uid}
 * @param name {@code metadata.name}; its namespace is the generator's
 * @param resourceVersion {@code metadata.resourceVersion}
 * @param createdMs {@code metadata.creationTimestamp}, ms since 1970
 * @param gateIndex where in {@code spec.schedulingGates} Kezuri's gate is; empty if it is not there
 * @param otherGates names of the other scheduling gates
 * @param node {@code spec.nodeName}, empty text if none
 * @param phase what phase and deletionTimestamp say
 * @param sidecar what the container statuses say of the sidecar
 * @param annotated whether {@code metadata.annotations} is there at all (a JSON Patch must know)
 * @param lease the annotation {@code kezuri.dev/lease}; empty if missing or unreadable
 * @param number the text of the annotation {@code kezuri.dev/worker-id}
 * @param resignations the last words with a good checksum in the sidecar's {@code state} and {@code
 *     lastState}, whatever worker ID and turn they name
 */
public record ObservedPod(
    String uid,
    String name,
    String resourceVersion,
    long createdMs,
    OptionalInt gateIndex,
    Set<String> otherGates,
    String node,
    Phase phase,
    SidecarState sidecar,
    boolean annotated,
    Optional<Lease> lease,
    Optional<String> number,
    List<Resignation> resignations) {
  /** How far a pod is; the later one of two that hold is meant. */
  public enum Phase {
    /** Gated, unscheduled, or its containers do not run yet. */
    PENDING,
    /** {@code Running}, and no deletionTimestamp. */
    RUNNING,
    /** A deletionTimestamp is set, and the phase is not terminal. */
    TERMINATING,
    /** {@code Succeeded} or {@code Failed}. */
    TERMINAL
  }

  /** Copies the collections. */
  public ObservedPod {
    otherGates = Set.copyOf(otherGates);
    resignations = List.copyOf(resignations);
  }

  /** Returns whether Kezuri's gate holds the pod back. */
  public boolean gated() {
    return gateIndex.isPresent();
  }

  /** Returns whether the pod is meant to go on: neither terminating nor terminal. */
  public boolean lives() {
    return phase == Phase.PENDING || phase == Phase.RUNNING;
  }

  /**
   * Returns whether the full lease is due: the sidecar has started, or there is none and it runs.
   */
  public boolean started() {
    return sidecar == SidecarState.NONE ? phase == Phase.RUNNING : sidecar == SidecarState.STARTED;
  }
}
