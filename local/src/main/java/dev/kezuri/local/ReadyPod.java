// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.LeaseCodec;
import dev.kezuri.lease.LeaseFormatException;
import io.fabric8.kubernetes.api.model.Pod;
import java.net.InetSocketAddress;

/**
 * A pod whose sidecar issues IDs.
 *
 * @param lease what its annotation said last
 * @param address where it serves
 */
record ReadyPod(String name, Lease lease, InetSocketAddress address) {
  /**
   * Reads the lease of {@code pod}.
   *
   * @throws IllegalStateException if the annotation is no lease
   */
  static ReadyPod of(Pod pod, InetSocketAddress address) {
    String annotation = pod.getMetadata().getAnnotations().get(MetadataKeys.ANNOTATION_LEASE);
    try {
      return new ReadyPod(
          pod.getMetadata().getName(),
          LeaseCodec.read(annotation == null ? "" : annotation),
          address);
    } catch (LeaseFormatException e) {
      throw new IllegalStateException(
          "the lease of pod %s: %s".formatted(pod.getMetadata().getName(), e.getMessage()), e);
    }
  }

  /** Returns whether the condition Ready of {@code pod} holds; it may be null. */
  static boolean isReady(Pod pod) {
    return pod != null
        && pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && "True".equals(c.getStatus()));
  }

  String hostAndPort() {
    return address.getHostString() + ":" + address.getPort();
  }
}
