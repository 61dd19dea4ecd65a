// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.bench.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results, as a table in Markdown. */
final class Table {
  private final List<String> rows = new ArrayList<>();
  private boolean wrong;

  /** Adds a figure that is to be at most {@code goal}. */
  void atMost(String what, String unit, double reached, double goal) {
    row(what, unit, number(reached), "≤ " + number(goal), reached <= goal ? "yes" : "no");
  }

  /** Adds a figure that is to be exactly {@code goal}, on any machine: else something is wrong. */
  void exactly(String what, String unit, double reached, double goal) {
    boolean yes = Math.abs(reached - goal) < 1e-9;
    wrong |= !yes;
    row(what, unit, number(reached), "= " + number(goal), yes ? "yes" : "no");
  }

  /** Adds a figure without a goal. */
  void figure(String what, String unit, double reached) {
    row(what, unit, number(reached), "", "");
  }

  private void row(String what, String unit, String reached, String goal, String yes) {
    String line = "| " + String.join(" | ", what, unit, reached, goal, yes) + " |";
    rows.add(line);
    System.err.println(line);
  }

  private static String number(double value) {
    double size = Math.abs(value);
    String form = value == Math.rint(value) || size >= 1000 ? "%.0f" : size >= 20 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, form, value);
  }

  String text() {
    return "| what | unit | reached | goal | reached? |\n| --- | --- | --- | --- | --- |\n"
        + String.join("\n", rows);
  }

  boolean wrong() {
    return wrong;
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
