// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.audit;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import java.util.List;
import java.util.Optional;

/**
 * What was read of a cluster. Of lists that were read one after another: what was written between
 * them can look wrong, and does not the next time.
 *
 * @param nowMs the time, by a clock that is about right
 * @param pods those with the label of a generator; empty if they may not be looked at
 */
public record Sight(
    long nowMs,
    List<IdGenerator> generators,
    List<WorkerId> workerIds,
    Optional<List<SeenPod>> pods) {
  /** Copies the lists. */
  public Sight {
    generators = List.copyOf(generators);
    workerIds = List.copyOf(workerIds);
    pods = pods.map(List::copyOf);
  }
}
