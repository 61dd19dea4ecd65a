// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.api.v1alpha1.PastWindow;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.id.DecodedId;
import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.lease.Window;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Every window that a ledger ever showed; safe for many threads. */
final class WindowBook {
  /** A grant: one worker ID, one pod, one notBefore. */
  private record Grant(int workerId, String podUid, long notBeforeMs) {}

  /** Where a grant ends: still growing, or for good. */
  private record End(long notAfterMs, boolean released) {}

  private final Map<Grant, End> grants = new HashMap<>();
  private final Map<Grant, Long> longest = new HashMap<>();

  /** Notes what a version of a WorkerId shows. */
  synchronized void see(WorkerId workerId) {
    int id = workerId.getSpec().id();
    HeldWindow held = workerId.getStatus().window();
    if (held != null) {
      Window window = held.window();
      Grant grant = new Grant(id, held.podUid(), window.notBeforeMs());
      grants.merge(grant, new End(window.notAfterMs(), false), WindowBook::later);
      longest.merge(grant, window.notAfterMs(), Math::max);
    }
    for (PastWindow past : workerId.getStatus().history()) {
      Grant grant = new Grant(id, past.podUid(), UtcMillis.parse(past.notBefore()));
      long notAfterMs = UtcMillis.parse(past.notAfter());
      // A ledger that was restored may have forgotten the last renewals; the pod has not.
      long usedMs =
          past.end() == PastWindow.End.LOST
              ? Math.max(notAfterMs, longest.getOrDefault(grant, notAfterMs))
              : notAfterMs;
      grants.merge(grant, new End(usedMs, true), WindowBook::first);
    }
  }

  /** What a pod has said stands, also when a restored ledger has forgotten it and ends it anew. */
  private static End first(End known, End now) {
    return known.released() && known.notAfterMs() < now.notAfterMs() ? known : now;
  }

  private static End later(End one, End other) {
    if (one.released() || other.released()) {
      return one.released() ? one : other;
    }
    return one.notAfterMs() >= other.notAfterMs() ? one : other;
  }

  /** Returns a sentence for each pair of windows of one worker ID that overlap. */
  synchronized List<String> overlaps() {
    Map<Integer, List<Map.Entry<Grant, End>>> byWorkerId = new TreeMap<>();
    grants
        .entrySet()
        .forEach(
            e -> byWorkerId.computeIfAbsent(e.getKey().workerId(), i -> new ArrayList<>()).add(e));
    List<String> found = new ArrayList<>();
    for (List<Map.Entry<Grant, End>> windows : byWorkerId.values()) {
      windows.sort(Comparator.comparingLong(e -> e.getKey().notBeforeMs()));
      for (int i = 1; i < windows.size(); i++) {
        if (windows.get(i - 1).getValue().notAfterMs() > windows.get(i).getKey().notBeforeMs()) {
          found.add(windows.get(i - 1) + " overlaps " + windows.get(i));
        }
      }
    }
    return found;
  }

  /** Returns a sentence for each ID outside every window that the ledger gave its pod. */
  synchronized List<String> outside(IdLayout layout, Collection<IdJournal.Drawn> drawn) {
    Map<String, List<Map.Entry<Grant, End>>> byPod =
        grants.entrySet().stream().collect(Collectors.groupingBy(e -> e.getKey().podUid()));
    List<String> found = new ArrayList<>();
    for (IdJournal.Drawn one : drawn) {
      DecodedId decoded = layout.decode(one.id());
      List<Map.Entry<Grant, End>> ofPod = byPod.getOrDefault(one.podUid(), List.of());
      boolean inside =
          ofPod.stream()
              .anyMatch(
                  e ->
                      e.getKey().workerId() == decoded.workerId()
                          && e.getKey().notBeforeMs() <= decoded.timestampMs()
                          && decoded.timestampMs() < e.getValue().notAfterMs());
      if (!inside) {
        found.add(decoded + " of pod " + one.podUid() + " is in no window of it: " + ofPod);
      }
    }
    return found;
  }

  /** Returns a sentence for each lease that says more than the ledger ever did. */
  synchronized List<String> unfounded(Collection<Lease> announced) {
    return announced.stream()
        .filter(
            lease ->
                longest.getOrDefault(
                        new Grant(lease.workerId(), lease.podUid(), lease.window().notBeforeMs()),
                        Long.MIN_VALUE)
                    < lease.window().notAfterMs())
        .map(lease -> lease + " is not in the ledger: " + longest)
        .toList();
  }

  /** Returns how many windows were ever given. */
  synchronized int grants() {
    return grants.size();
  }
}
