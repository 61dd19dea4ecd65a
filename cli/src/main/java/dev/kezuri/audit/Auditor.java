// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.audit;

import dev.kezuri.api.v1alpha1.WorkerId;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Every invariant over what was seen of a cluster. */
public final class Auditor {
  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::level)
          .thenComparing(Finding::rule)
          // 9 before 10.
          .thenComparing(finding -> finding.where().replaceFirst("[0-9]+$", ""))
          .thenComparingInt(finding -> finding.where().length())
          .thenComparing(Finding::where);

  private Auditor() {}

  /** Returns what is not as it should be, the gravest first, and what is worth to know. */
  public static List<Finding> audit(Sight sight) {
    List<Finding> findings = new ArrayList<>();
    List<SeenWorkerId> readable = new ArrayList<>();
    for (WorkerId object : sight.workerIds()) {
      try {
        readable.add(SeenWorkerId.of(object));
      } catch (IllegalArgumentException | DateTimeException e) {
        findings.add(
            Finding.broken(
                Rule.UNREADABLE,
                "workerid/" + object.getMetadata().getName(),
                "it cannot be read: " + e.getMessage()));
      }
    }
    Ledger ledger = new Ledger(sight, readable);
    Stream.of(
            WindowRules.of(ledger),
            HolderRules.of(ledger),
            LeaseRules.of(ledger),
            MadeRules.of(ledger))
        .forEach(findings::addAll);
    return findings.stream().sorted(ORDER).toList();
  }

  /**
   * Returns the findings of a second look that the first one had as well: what was written between
   * the lists of one look is gone in the other.
   */
  public static List<Finding> confirmed(List<Finding> first, List<Finding> second) {
    return second.stream()
        .filter(
            found ->
                found.level() != Finding.Level.FINDING || first.stream().anyMatch(found::isSameAs))
        .toList();
  }
}
