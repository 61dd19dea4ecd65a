// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import dev.kezuri.lease.Resignation;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What sidecars of pods that are gone said last. The message is in the pod's status less than a
 * second before the DELETED event, and in that event; after it nobody can be asked any more.
 */
public final class LastWords {
  /** About 2 MB; forgetting one costs a quarantine and nothing else. */
  private static final int KEPT = 10_000;

  private final Map<String, List<Resignation>> byUid =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Resignation>> eldest) {
          return size() > KEPT;
        }
      };

  /**
   * Remembers what {@code gone} said.
   *
   * @param missed no watch said DELETED, a list does not have the pod: that it lives on, and waits
   *     for its next turn, cannot be excluded unless it was on its way out
   */
  public synchronized void hear(Pod gone, boolean missed) {
    List<Resignation> said = PodFacts.resignations(gone);
    if (!said.isEmpty() && !(missed && PodFacts.lives(gone))) {
      byUid.put(gone.getMetadata().getUid(), said);
    }
  }

  /** Returns what is remembered of {@code podUids}. */
  public synchronized Map<String, List<Resignation>> of(Set<String> podUids) {
    return podUids.stream()
        .filter(byUid::containsKey)
        .collect(Collectors.toMap(uid -> uid, byUid::get));
  }
}
