// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.api.v1alpha1.PastWindow;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.lease.Window;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Every window that the ledger ever showed, in this history or in one that a restore ended. */
final class Windows {
  private static final long OPEN = Long.MAX_VALUE;

  /** A grant: one worker ID of one layout, one pod, one notBefore. */
  private record Grant(String layout, int workerId, String podUid, long notBeforeMs) {}

  /** What is known of it. */
  private static final class Use {
    long notAfterMs;
    long endMs = OPEN;
    long lastIssuedMs = Long.MIN_VALUE;
    long restsUntilMs = OPEN;

    /** Nobody else may have the worker ID before. */
    long until() {
      return Math.max(Math.min(Math.min(endMs, notAfterMs), restsUntilMs), lastIssuedMs + 1);
    }
  }

  private final Map<Grant, Use> uses = new HashMap<>();
  private final Map<String, Long> until = new HashMap<>();
  private final Map<String, Set<Grant>> open = new HashMap<>();
  private boolean restored;

  /**
   * A restore has thrown away what the ledger said last. A wrong clock may have made a window
   * longer than a lease; of such a one nobody knows any more, and only its IDs count beyond that.
   */
  void restored(long untilMs) {
    restored = true;
    open.values().forEach(grants -> grants.forEach(grant -> forget(grant, untilMs)));
  }

  /** As {@link #restored}, of one worker ID that was erased. */
  void erased(WorkerId object, long untilMs) {
    String number = object.getSpec().layout() + " " + object.getSpec().id();
    open.getOrDefault(number, Set.of()).forEach(grant -> forget(grant, untilMs));
  }

  private void forget(Grant grant, long untilMs) {
    Use use = uses.get(grant);
    use.restsUntilMs = Math.min(use.restsUntilMs, untilMs);
  }

  /** Returns the worker IDs of a layout that somebody had, ever. */
  Set<Integer> granted(String layout) {
    return uses.keySet().stream()
        .filter(grant -> grant.layout().equals(layout))
        .map(Grant::workerId)
        .collect(Collectors.toSet());
  }

  private static String number(Grant grant) {
    return grant.layout() + " " + grant.workerId();
  }

  /** Notes a write of the ledger; returns what is wrong with it. */
  Optional<String> see(WorkerId was, WorkerId now) {
    if (now.getStatus() == null) {
      return Optional.empty();
    }
    String layout = now.getSpec().layout().toString();
    int id = now.getSpec().id();
    HeldWindow held = now.getStatus().window();
    if (held != null) {
      Window window = held.window();
      return held(new Grant(layout, id, held.podUid(), window.notBeforeMs()), window);
    }
    List<PastWindow> history = now.getStatus().history();
    boolean ends = was != null && was.getStatus() != null && was.getStatus().window() != null;
    if (ends && !history.isEmpty()) {
      PastWindow past = history.getFirst();
      Grant grant = new Grant(layout, id, past.podUid(), UtcMillis.parse(past.notBefore()));
      return ended(grant, UtcMillis.parse(past.notAfter()), past.end());
    }
    return Optional.empty();
  }

  private Optional<String> held(Grant grant, Window window) {
    Use use = uses.get(grant);
    if (use != null) {
      use.notAfterMs = Math.max(use.notAfterMs, window.notAfterMs());
      use.restsUntilMs = OPEN;
      return Optional.empty();
    }
    Use made = new Use();
    made.notAfterMs = window.notAfterMs();
    uses.put(grant, made);
    String number = number(grant);
    Set<Grant> others = open.computeIfAbsent(number, any -> new HashSet<>());
    long free = until.getOrDefault(number, Long.MIN_VALUE);
    for (Grant other : others) {
      free = Math.max(free, uses.get(other).until());
    }
    others.add(grant);
    return window.notBeforeMs() < free
        ? Optional.of(
            "worker ID "
                + grant.workerId()
                + " of pod "
                + grant.podUid()
                + ": window "
                + window
                + " overlaps another, which ends at "
                + UtcMillis.format(free))
        : Optional.empty();
  }

  private Optional<String> ended(Grant grant, long endMs, PastWindow.End how) {
    Use use = uses.get(grant);
    if (use == null) {
      return Optional.of("a window ended that never began: " + grant);
    }
    if (how == PastWindow.End.GRACEFUL || !restored) {
      use.endMs = Math.min(use.endMs, endMs);
    }
    String number = number(grant);
    until.merge(number, use.until(), Math::max);
    if (!restored) {
      open.getOrDefault(number, Set.of()).remove(grant);
    }
    return use.lastIssuedMs >= endMs && !restored
        ? Optional.of(
            "pod "
                + grant.podUid()
                + " issued at "
                + UtcMillis.format(use.lastIssuedMs)
                + ", and its window was ended at "
                + UtcMillis.format(endMs))
        : Optional.empty();
  }

  /** Notes an ID; returns what is wrong with it. */
  Optional<String> issued(String podUid, Lease lease, String layout, int workerId, long ms) {
    Use use = uses.get(new Grant(layout, workerId, podUid, lease.window().notBeforeMs()));
    if (use == null || ms < lease.window().notBeforeMs() || ms >= use.notAfterMs) {
      return Optional.of(
          "pod "
              + podUid
              + " issued at "
              + UtcMillis.format(ms)
              + " with worker ID "
              + workerId
              + ", outside all windows that the ledger gave it");
    }
    use.lastIssuedMs = Math.max(use.lastIssuedMs, ms);
    return ms >= use.endMs && !restored
        ? Optional.of(
            "pod "
                + podUid
                + " issued at "
                + UtcMillis.format(ms)
                + ", after the end of its window "
                + UtcMillis.format(use.endMs))
        : Optional.empty();
  }

  /** Returns what is wrong with a lease that a pod was told of: the ledger comes first. */
  Optional<String> told(Pod pod, Lease lease) {
    String layout = layout(lease);
    Use use =
        uses.get(
            new Grant(
                layout,
                lease.workerId(),
                pod.getMetadata().getUid(),
                lease.window().notBeforeMs()));
    return use == null || use.notAfterMs < lease.window().notAfterMs()
        ? Optional.of("pod " + pod.getMetadata().getUid() + " was told more than the ledger says")
        : Optional.empty();
  }

  static String layout(Lease lease) {
    return dev.kezuri.api.v1alpha1.LayoutSpec.of(lease.layout()).toString();
  }
}
