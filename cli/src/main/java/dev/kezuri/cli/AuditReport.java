// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kezuri.audit.Finding;
import dev.kezuri.audit.Finding.Level;
import dev.kezuri.audit.Sight;
import java.util.List;
import java.util.Optional;

/**
 * What an audit came to.
 *
 * @param pods how many were looked at
 * @param notLookedAt null if nothing is missing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AuditReport(
    boolean clean,
    int workerIds,
    int generators,
    int pods,
    String notLookedAt,
    List<Finding> findings) {
  static AuditReport of(List<Finding> findings, Sight sight, Optional<String> unseen) {
    boolean broken = findings.stream().anyMatch(one -> one.level() == Level.FINDING);
    return new AuditReport(
        !broken && unseen.isEmpty(),
        sight.workerIds().size(),
        sight.generators().size(),
        sight.pods().map(List::size).orElse(0),
        unseen.map(right -> "pods: " + right).orElse(null),
        findings);
  }

  long count(Level level) {
    return findings.stream().filter(one -> one.level() == level).count();
  }
}
