// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.fence;

import dev.kezuri.audit.SeenPod;
import dev.kezuri.lease.Lease;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;

/**
 * A pod, and the lease that its annotation tells it.
 *
 * @param pod {@code <namespace>/<name>}
 * @param generator the one that its label names, {@code <namespace>/<name>}; empty text if it has
 *     none
 * @param lease empty if it was told nothing, or nothing that can be read
 * @param unreadable why its annotation cannot be read, if so
 */
public record Told(
    String pod,
    String uid,
    String generator,
    boolean terminal,
    Optional<Lease> lease,
    Optional<String> unreadable) {
  /** Reads a pod. */
  public static Told of(Pod pod) {
    SeenPod seen = SeenPod.of(pod);
    return new Told(
        seen.path(),
        seen.uid(),
        seen.ledgerName().orElse(""),
        seen.phase() == SeenPod.Phase.TERMINAL,
        seen.lease(),
        seen.leaseFault());
  }

  /** Returns whether the lease is this pod's own, and of {@code name}. */
  boolean ownOf(String name) {
    return lease.filter(l -> l.podUid().equals(uid) && l.generator().equals(name)).isPresent();
  }
}
