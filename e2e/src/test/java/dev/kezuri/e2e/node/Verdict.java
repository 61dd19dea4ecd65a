// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What came of a story.
 *
 * @param drawn what its pods wrote down, as far as there is any
 * @param failures their traces; empty if all is well
 */
record Verdict(
    NodeStory story, long ms, Draws.Count drawn, long longestRefusalMs, List<String> failures) {
  /** How much of a failure goes into the table; a file has all of it. */
  private static final int LINES = 6;

  private static final int LETTERS = 300;
  private static final String INDENT = "\n        ";

  boolean failed() {
    return !failures.isEmpty();
  }

  String line() {
    return "%-6s  %-20s %6.1f s   longest refusal %6d ms   %7d IDs, %d duplicates%s"
        .formatted(
            failed() ? "FAILED" : "ok",
            story.name(),
            ms / 1000.0,
            longestRefusalMs,
            drawn.ids(),
            drawn.duplicates(),
            failures.stream().map(Verdict::begin).collect(Collectors.joining()));
  }

  private static String begin(String trace) {
    return trace
        .lines()
        .takeWhile(line -> !line.startsWith("\tat "))
        .limit(LINES)
        .map(line -> line.length() > LETTERS ? line.substring(0, LETTERS) + "…" : line)
        .collect(Collectors.joining(INDENT, INDENT, ""));
  }
}
