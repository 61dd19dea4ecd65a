// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import java.util.List;
import java.util.Locale;

/** Findings as text: one line each; or as JSON or YAML. */
final class CheckOutput {
  private CheckOutput() {}

  static String of(List<Finding> findings, OutputFormat format) {
    return Structured.is(format) ? Structured.of(findings, format) : lines(findings);
  }

  private static String lines(List<Finding> findings) {
    StringBuilder text = new StringBuilder();
    for (Finding finding : findings) {
      text.append(
          String.format(
              Locale.ROOT, "%-7s  %-10s  %s", finding.level(), finding.topic(), finding.text()));
      text.append(finding.remedy().isEmpty() ? "" : ": " + finding.remedy()).append('\n');
    }
    return text.toString();
  }
}
