// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.fence;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.LeaseCodec;
import dev.kezuri.lease.LeaseFormatException;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Optional;

/**
 * A pod, and the lease that its annotation tells it.
 *
 * @param pod {@code <namespace>/<name>}
 * @param generator the one that its label names, {@code <namespace>/<name>}
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
  /** Reads a pod that has the label. */
  public static Told of(Pod pod) {
    var metadata = pod.getMetadata();
    Map<String, String> labels = metadata.getLabels() == null ? Map.of() : metadata.getLabels();
    String namespace = metadata.getNamespace();
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    String text =
        metadata.getAnnotations() == null
            ? null
            : metadata.getAnnotations().get(MetadataKeys.ANNOTATION_LEASE);
    Optional<Lease> lease = Optional.empty();
    Optional<String> unreadable = Optional.empty();
    try {
      lease = text == null ? Optional.empty() : Optional.of(LeaseCodec.read(text));
    } catch (LeaseFormatException e) {
      unreadable = Optional.of(String.valueOf(e.getMessage()));
    }
    return new Told(
        namespace + "/" + metadata.getName(),
        metadata.getUid(),
        namespace + "/" + labels.get(MetadataKeys.LABEL_GENERATOR),
        "Succeeded".equals(phase) || "Failed".equals(phase),
        lease,
        unreadable);
  }

  /** Returns whether the lease is this pod's own, and of {@code name}. */
  boolean ownOf(String name) {
    return lease.filter(l -> l.podUid().equals(uid) && l.generator().equals(name)).isPresent();
  }
}
