// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.cli.fence.Outlook;
import java.util.List;
import java.util.stream.Collectors;

/** What a fence will do, or has done, as text, JSON or YAML. */
final class FenceOutput {
  /** More names are for {@code -o wide}. */
  private static final int SHOWN = 10;

  /**
   * What {@code -o json} prints.
   *
   * @param written how many writes the API server said it took; 0 in a dry run
   */
  private record Report(boolean dryRun, int written, List<Outlook> generators) {}

  private FenceOutput() {}

  /** Returns the plan for people, names of pods cut short unless {@code all}. */
  static String plan(List<Outlook> outlooks, boolean all) {
    TextTable table =
        new TextTable(
            "GENERATOR", "IDS", "RUN-OUT", "GO-ON", "RUN-DRY", "NOTHING-BEFORE", "RESTORED");
    for (Outlook one : outlooks) {
      table.add(
          one.generator(),
          one.workerIds(),
          one.ended(),
          one.goOn().size(),
          one.runDry().size(),
          one.nothingBefore(),
          one.restored() ? "lifted" : "no");
    }
    List<String> goOn = outlooks.stream().flatMap(one -> one.goOn().stream()).toList();
    List<String> runDry =
        outlooks.stream()
            .flatMap(one -> one.runDry().stream())
            .map(pod -> pod.pod() + " (" + pod.workerId() + ", until " + pod.until() + ")")
            .toList();
    return table
        + names("These pods keep their numbers: ", goOn, all)
        + names(
            "The ledger does not know these pods' numbers, and their IDs stop; delete them at a"
                + " time that suits: ",
            runDry,
            all);
  }

  private static String names(String what, List<String> names, boolean all) {
    if (names.isEmpty()) {
      return "";
    }
    int more = all ? 0 : Math.max(0, names.size() - SHOWN);
    return what
        + names.stream().limit(names.size() - more).collect(Collectors.joining(", "))
        + (more == 0 ? "" : ", and " + more + " more (-o wide)")
        + "\n";
  }

  /** Returns what was done, for programs. */
  static String report(List<Outlook> outlooks, boolean dryRun, int written, OutputFormat format) {
    return Structured.of(new Report(dryRun, written, outlooks), format);
  }
}
