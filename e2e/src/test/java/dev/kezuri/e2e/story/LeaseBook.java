// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import dev.kezuri.lease.Lease;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Every lease that pods were told of; safe for many threads. */
public final class LeaseBook {
  private final Set<Lease> seen = new HashSet<>();

  synchronized void see(Lease lease) {
    seen.add(lease);
  }

  /** Returns every lease. */
  public synchronized Set<Lease> all() {
    return Set.copyOf(seen);
  }

  /** Returns a sentence for each pod that was told of two windows. */
  public synchronized List<String> changed() {
    Map<String, Set<List<Number>>> windows = new TreeMap<>();
    for (Lease lease : seen) {
      windows
          .computeIfAbsent(lease.podUid(), uid -> new HashSet<>())
          .add(List.of(lease.workerId(), lease.window().notBeforeMs()));
    }
    List<String> found = new ArrayList<>();
    windows.forEach(
        (uid, told) -> {
          if (told.size() > 1) {
            found.add("pod " + uid + " was told of " + told);
          }
        });
    return found;
  }
}
