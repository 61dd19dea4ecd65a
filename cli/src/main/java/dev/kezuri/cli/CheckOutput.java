// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import java.util.List;
import java.util.Locale;

/** Findings as text: one line each; or as JSON. */
final class CheckOutput {
  private CheckOutput() {}

  static String of(List<Finding> findings, OutputFormat format) {
    return format == OutputFormat.JSON ? json(findings) : lines(findings);
  }

  private static String lines(List<Finding> findings) {
    StringBuilder text = new StringBuilder();
    for (Finding finding : findings) {
      text.append(
          String.format(
              Locale.ROOT, "%-7s  %-10s  %s", level(finding), finding.topic(), finding.text()));
      text.append(finding.remedy().isEmpty() ? "" : ": " + finding.remedy()).append('\n');
    }
    return text.toString();
  }

  private static String json(List<Finding> findings) {
    return PrettyJson.of(
        json -> {
          json.writeStartArray();
          for (Finding finding : findings) {
            json.writeStartObject();
            json.writeStringField("level", level(finding));
            json.writeStringField("topic", finding.topic());
            json.writeStringField("text", finding.text());
            json.writeStringField("remedy", finding.remedy());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static String level(Finding finding) {
    return finding.level().name().toLowerCase(Locale.ROOT);
  }
}
