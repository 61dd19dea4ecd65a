// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.audit;

import static dev.kezuri.audit.Ledger.time;
import static dev.kezuri.audit.Ledger.where;

import dev.kezuri.lease.UtcMillis;
import dev.kezuri.lease.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/** The windows of each worker ID, beside each other, its floor and the time. */
final class WindowRules {
  /** The most entries that the CRD allows. */
  private static final int HISTORY_MAX = 100;

  /** More than any clock is wrong that the operator works with, and this machine's, on top. */
  private static final long CLOCKS_MS = Duration.ofMinutes(10).toMillis();

  private final Ledger ledger;
  private final List<Finding> findings = new ArrayList<>();

  private WindowRules(Ledger ledger) {
    this.ledger = ledger;
  }

  static List<Finding> of(Ledger ledger) {
    WindowRules rules = new WindowRules(ledger);
    for (List<SeenWorkerId> all : ledger.byGenerator().values()) {
      rules.overlaps(all);
    }
    for (SeenWorkerId one : ledger.workerIds()) {
      rules.history(one);
      rules.floor(one);
      rules.ahead(one);
    }
    return rules.findings;
  }

  private record Owned(SeenWorkerId by, Holding held) {}

  /** Over all objects of a number: a wrong name could hide the second one. */
  private void overlaps(List<SeenWorkerId> ofGenerator) {
    List<Owned> windows =
        ofGenerator.stream()
            .flatMap(one -> one.holdings().stream().map(held -> new Owned(one, held)))
            .sorted(
                Comparator.<Owned>comparingInt(owned -> owned.by().id())
                    .thenComparingLong(owned -> owned.held().window().notBeforeMs()))
            .toList();
    Owned longest = null;
    for (Owned next : windows) {
      boolean same = longest != null && longest.by().id() == next.by().id();
      if (same && longest.held().window().overlaps(next.held().window())) {
        findings.add(
            Finding.broken(
                    Rule.OVERLAP,
                    where(next.by()),
                    "worker ID %d has two windows that overlap: %s of pod %s and %s of pod %s"
                        .formatted(
                            next.by().id(),
                            longest.held().window(),
                            longest.held().pod(),
                            next.held().window(),
                            next.held().pod()))
                .since(next.held().window().notBeforeMs()));
      }
      if (!same || next.held().window().notAfterMs() > longest.held().window().notAfterMs()) {
        longest = next;
      }
    }
  }

  private void history(SeenWorkerId one) {
    List<Holding> all = one.holdings();
    for (int i = 1; i < all.size(); i++) {
      Holding newer = all.get(i - 1);
      Holding older = all.get(i);
      if (newer.window().notAfterMs() <= older.window().notBeforeMs()) {
        findings.add(
            Finding.broken(
                Rule.HISTORY_ORDER,
                where(one),
                "the window %s of pod %s stands before %s of pod %s, which is newer"
                    .formatted(newer.window(), newer.pod(), older.window(), older.pod())));
        break;
      }
    }
    int size = one.history().size();
    int keep =
        ledger.generator(one.generator()).map(g -> g.getSpec().history()).orElse(HISTORY_MAX);
    if (size > HISTORY_MAX) {
      findings.add(
          Finding.broken(
              Rule.HISTORY_LENGTH,
              where(one),
              "history has " + size + " entries; at most " + HISTORY_MAX + " are allowed"));
    } else if (size > Math.max(1, keep)) {
      findings.add(
          Finding.note(
              Rule.HISTORY_LONGER,
              where(one),
              "history has "
                  + size
                  + " entries, and spec.history is "
                  + keep
                  + ": one that was lowered keeps it from growing, and does not shorten it"));
    }
  }

  private void floor(SeenWorkerId one) {
    if (one.floorMs().isEmpty()) {
      return;
    }
    long floorMs = one.floorMs().getAsLong();
    OptionalLong endMs = one.history().stream().mapToLong(past -> past.window().notAfterMs()).max();
    if (endMs.isPresent() && floorMs < endMs.getAsLong()) {
      findings.add(
          Finding.broken(
              Rule.FLOOR_BELOW_END,
              where(one),
              "its floor %s is before %s, where a past window ended"
                  .formatted(time(floorMs), time(endMs.getAsLong()))));
    }
    OptionalLong fenceMs = fenceMs(one.generator());
    if (fenceMs.isPresent() && floorMs < fenceMs.getAsLong()) {
      findings.add(
          Finding.broken(
              Rule.FLOOR_BELOW_FENCE,
              where(one),
              "its floor %s is before %s, up to which its generator was fenced"
                  .formatted(time(floorMs), time(fenceMs.getAsLong()))));
    }
    long mayBeMs = ledger.nowMs() + Window.LONGEST_LEASE_MS + CLOCKS_MS;
    if (floorMs > Math.max(mayBeMs, fenceMs.orElse(Long.MIN_VALUE))) {
      findings.add(
          Finding.broken(
              Rule.FLOOR_FAR_AHEAD,
              where(one),
              "it rests until %s, longer than the longest lease (720h) and any fence"
                  .formatted(time(floorMs))));
    }
  }

  private OptionalLong fenceMs(String generator) {
    return ledger.generator(generator).stream()
        .filter(one -> one.getStatus() != null && one.getStatus().fencedUntil() != null)
        .mapToLong(one -> UtcMillis.parse(one.getStatus().fencedUntil()))
        .findFirst();
  }

  private void ahead(SeenWorkerId one) {
    if (one.held().isEmpty()) {
      return;
    }
    Holding held = one.held().get();
    boolean starts = held.window().notBeforeMs() > ledger.nowMs() + CLOCKS_MS;
    boolean ends =
        held.window().notAfterMs() > ledger.nowMs() + Window.LONGEST_LEASE_MS + CLOCKS_MS;
    if (starts || ends) {
      findings.add(
          Finding.broken(
              Rule.WINDOW_FAR_AHEAD,
              where(one),
              "the window %s of pod %s %s"
                  .formatted(
                      held.window(),
                      held.pod(),
                      starts
                          ? "starts in the future"
                          : "ends later than the longest lease (720h) from now")));
    }
  }
}
