// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.apply;

import dev.kezuri.api.v1alpha1.WorkerId;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a plan was made on, as objects: the writes go out from these versions.
 *
 * @param generator {@code <namespace>/<name>}
 * @param clusterUid what tells this cluster from others
 * @param workerIds by number, in the versions of the plan's slots
 * @param leases by UID of the pod: the annotation {@code kezuri.dev/lease}, letter by letter, of
 *     the pods that have one
 * @param fencedUntilMs nothing is granted before it; in ms since 1970, empty if it is past
 */
public record Ledger(
    String generator,
    String clusterUid,
    Map<Integer, WorkerId> workerIds,
    Map<String, String> leases,
    OptionalLong fencedUntilMs) {
  /** Copies the maps. */
  public Ledger {
    workerIds = Map.copyOf(workerIds);
    leases = Map.copyOf(leases);
  }

  /** Returns the generator's namespace, which is its pods' too. */
  public String namespace() {
    return generator.substring(0, generator.indexOf('/'));
  }

  /** Returns the generator's name in its namespace. */
  public String name() {
    return generator.substring(generator.indexOf('/') + 1);
  }
}
