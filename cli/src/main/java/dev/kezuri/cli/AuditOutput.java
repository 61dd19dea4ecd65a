// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.audit.Finding;
import dev.kezuri.audit.Finding.Level;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What an audit came to, as text: the verdict, then each finding with its remedy. */
final class AuditOutput {
  private AuditOutput() {}

  static String of(AuditReport report, OutputFormat format, Paint paint) {
    if (Structured.is(format)) {
      return Structured.of(report, format);
    }
    StringBuilder text = new StringBuilder(verdict(report, paint));
    if (report.notLookedAt() != null) {
      text.append(Lines.of("Not looked at: ", report.notLookedAt()));
    }
    for (Finding finding : report.findings()) {
      if (finding.level() != Level.NOTE || format == OutputFormat.WIDE) {
        text.append('\n').append(block(finding, paint));
      }
    }
    if (format == OutputFormat.TABLE && report.count(Level.NOTE) > 0) {
      text.append('\n').append(notes(report.findings()));
    }
    return text.toString();
  }

  private static String verdict(AuditReport report, Paint paint) {
    long broken = report.count(Level.FINDING);
    String word =
        broken > 0
            ? paint.bad("Not clean:") + " " + counted(broken, "finding")
            : report.clean() ? paint.good("Clean:") + " no finding" : incomplete(paint);
    return word
        + ", %d in progress, %s\n"
            .formatted(report.count(Level.PROGRESS), counted(report.count(Level.NOTE), "note"))
        + "Looked at %s of %s, and %s.\n"
            .formatted(
                counted(report.workerIds(), "WorkerId"),
                counted(report.generators(), "IdGenerator"),
                counted(report.pods(), "pod"));
  }

  private static String incomplete(Paint paint) {
    return paint.mind("Not known:") + " no finding in what was looked at";
  }

  private static String counted(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static String block(Finding finding, Paint paint) {
    String level = finding.level().toString();
    String painted =
        switch (finding.level()) {
          case FINDING -> paint.bad(level);
          case PROGRESS -> paint.mind(level);
          case NOTE -> level;
        };
    StringBuilder text = new StringBuilder(painted);
    text.append("  ").append(finding.rule()).append("  ").append(finding.where()).append('\n');
    text.append(Lines.of("  ", finding.what() + "."));
    if (finding.since() != null) {
      text.append(Lines.of("  since: ", finding.since()));
    }
    if (!finding.remedy().isEmpty()) {
      text.append(Lines.of("  do: ", finding.remedy()));
    }
    return text.toString();
  }

  private static String notes(List<Finding> findings) {
    Map<String, Long> counts =
        findings.stream()
            .filter(one -> one.level() == Level.NOTE)
            .collect(
                Collectors.groupingBy(
                    one -> one.rule().toString(), TreeMap::new, Collectors.counting()));
    return Lines.of(
        "notes: ",
        counts.entrySet().stream()
                .map(one -> one.getValue() + " " + one.getKey())
                .collect(Collectors.joining(", "))
            + "; -o wide shows each");
  }
}
