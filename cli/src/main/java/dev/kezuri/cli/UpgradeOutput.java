// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.cli.upgrade.Step;
import java.util.List;

/** What an upgrade of sidecars will do, or has done, as text, JSON or YAML. */
final class UpgradeOutput {
  /** More rows are for {@code -o wide}. */
  private static final int SHOWN = 20;

  /** A step as {@code -o json} prints it. */
  private record Row(
      String pod, String generator, String from, String to, Step.Kind step, String why) {
    static Row of(Step step) {
      return new Row(step.pod(), step.generator(), step.from(), step.to(), step.kind(), step.why());
    }
  }

  /**
   * What {@code -o json} prints.
   *
   * @param upgraded how many pods came back; 0 in a dry run
   */
  private record Report(boolean dryRun, int upgraded, List<Row> pods) {}

  private UpgradeOutput() {}

  /** Returns the plan for people, cut short unless {@code all}. */
  static String plan(List<Step> steps, boolean all) {
    TextTable table = new TextTable("POD", "GENERATOR", "SIDECAR", "TO", "STEP");
    int shown = all ? steps.size() : Math.min(SHOWN, steps.size());
    for (Step step : steps.subList(0, shown)) {
      boolean skipped = step.kind() == Step.Kind.SKIP;
      table.add(
          step.pod(),
          step.generator(),
          step.from(),
          skipped ? "" : step.to(),
          skipped ? "skipped: " + step.why() : step.kind());
    }
    int more = steps.size() - shown;
    return table + (more == 0 ? "" : "and " + more + " more; -o wide\n");
  }

  /** Returns what was done, for programs. */
  static String report(List<Step> steps, boolean dryRun, int upgraded, OutputFormat format) {
    return Structured.of(
        new Report(dryRun, upgraded, steps.stream().map(Row::of).toList()), format);
  }
}
