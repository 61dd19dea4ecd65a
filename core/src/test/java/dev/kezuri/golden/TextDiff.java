// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.golden;

import java.util.List;

/** The lines between the first and the last difference of two texts. */
final class TextDiff {
  private static final int AROUND = 3;

  private TextDiff() {}

  static String of(String expected, String actual) {
    List<String> old = List.of(expected.split("\n", -1));
    List<String> now = List.of(actual.split("\n", -1));
    int most = Math.min(old.size(), now.size());
    int head = 0;
    while (head < most && old.get(head).equals(now.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < most - head
        && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
      tail++;
    }
    StringBuilder text = new StringBuilder("line " + (head + 1) + ", - expected, + actual:\n");
    add(text, "  ", old.subList(Math.max(0, head - AROUND), head));
    add(text, "- ", old.subList(head, old.size() - tail));
    add(text, "+ ", now.subList(head, now.size() - tail));
    add(
        text,
        "  ",
        now.subList(now.size() - tail, Math.min(now.size(), now.size() - tail + AROUND)));
    return text.toString();
  }

  private static void add(StringBuilder text, String mark, List<String> lines) {
    lines.forEach(line -> text.append(mark).append(line).append('\n'));
  }
}
