// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.api.v1alpha1.WorkerId;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The text of worker IDs in each format. */
final class WorkersOutput {
  /** By generator, then by number: 9 before 10. */
  private static final Comparator<WorkerId> ORDER =
      Comparator.comparing((WorkerId w) -> w.getSpec().generator())
          .thenComparingInt(w -> w.getSpec().id());

  private WorkersOutput() {}

  /**
   * Returns the whole text, ended by a newline, in the order of generator and number.
   *
   * @param nowMs decides which windows and rests are over
   */
  static String of(List<WorkerId> workerIds, OutputFormat format, long nowMs) {
    List<WorkerId> sorted = workerIds.stream().sorted(ORDER).toList();
    return switch (format) {
      case TABLE -> table(rows(sorted, nowMs));
      case WIDE -> wide(rows(sorted, nowMs));
      case JSON, YAML -> Structured.of(new Listed("v1", "List", sorted), format);
      case NAME ->
          sorted.stream()
              .map(w -> "workerid.kezuri.dev/" + w.getMetadata().getName() + "\n")
              .collect(Collectors.joining());
    };
  }

  private static List<WorkerIdRow> rows(List<WorkerId> workerIds, long nowMs) {
    return workerIds.stream().map(w -> WorkerIdRow.of(w, nowMs)).toList();
  }

  private static String table(List<WorkerIdRow> rows) {
    TextTable table =
        new TextTable("GENERATOR", "ID", "STATE", "POD", "NODE", "TURN", "FROM", "UNTIL");
    for (WorkerIdRow row : rows) {
      table.add(
          row.generator(),
          row.id(),
          row.state(),
          row.pod(),
          row.node(),
          row.turn(),
          row.from(),
          row.until());
    }
    return table.toString();
  }

  private static String wide(List<WorkerIdRow> rows) {
    TextTable table =
        new TextTable(
            "GENERATOR",
            "ID",
            "STATE",
            "POD",
            "NODE",
            "TURN",
            "FROM",
            "UNTIL",
            "POD-UID",
            "FLOOR",
            "PAST");
    for (WorkerIdRow row : rows) {
      table.add(
          row.generator(),
          row.id(),
          row.state(),
          row.pod(),
          row.node(),
          row.turn(),
          row.from(),
          row.until(),
          row.podUid(),
          row.floor(),
          row.pastHolders());
    }
    return table.toString();
  }

  /** The list that kubectl prints for several objects. */
  private record Listed(String apiVersion, String kind, List<WorkerId> items) {}
}
