// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * A table as kubectl prints it: a heading in capitals, columns padded with spaces and three apart,
 * {@code <none>} where there is nothing, no space at the end of a line.
 */
final class TextTable {
  private static final String GAP = "   ";

  private final List<String> headings;
  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String... headings) {
    this.headings = List.of(headings);
  }

  /** Adds a row; null and empty cells are shown as {@code <none>}. */
  TextTable add(Object... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException(
          "a row must have " + headings.size() + " cells: " + cells.length);
    }
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell == null || cell.toString().isEmpty() ? "<none>" : cell.toString());
    }
    rows.add(row);
    return this;
  }

  /** Returns the lines, each ended by a newline. */
  @Override
  public String toString() {
    int[] widths = headings.stream().mapToInt(String::length).toArray();
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    appendRow(text, headings, widths);
    rows.forEach(row -> appendRow(text, row, widths));
    return text.toString();
  }

  private static void appendRow(StringBuilder text, List<String> cells, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      text.append(cell);
      if (i < widths.length - 1) {
        text.repeat(" ", widths[i] - cell.length()).append(GAP);
      }
    }
    text.append('\n');
  }
}
