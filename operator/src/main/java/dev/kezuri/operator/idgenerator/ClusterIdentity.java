// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.operator.apply.Answer;
import dev.kezuri.operator.apply.ClusterPort;

/** Which cluster this is; asked once. */
final class ClusterIdentity {
  private final ClusterPort port;
  private volatile String uid;

  ClusterIdentity(ClusterPort port) {
    this.port = port;
  }

  /**
   * Returns the UID of the namespace kube-system.
   *
   * @throws IllegalStateException if it cannot be told now: nothing is planned without it
   */
  String uid() {
    if (uid == null) {
      uid =
          switch (port.clusterUid()) {
            case Answer.Stored<String>(String found) -> found;
            case Answer.NotFound<String>() -> MetadataKeys.NO_KUBE_SYSTEM;
            case Answer<String> other ->
                throw new IllegalStateException(
                    "the UID of the namespace kube-system cannot be read: " + other.words());
          };
    }
    return uid;
  }
}
