// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import java.util.ArrayList;
import java.util.List;

/** What somebody who mistyped may have meant. Loaded only then. */
final class Nearest {
  /** More letters than this, or than two of three, are another word. */
  private static final int MAX_DISTANCE = 4;

  private Nearest() {}

  /** Returns the error for an argument that is neither flag nor subcommand of the server. */
  static UsageException unknown(String text) {
    List<String> known = new ArrayList<>();
    for (Flag flag : Flag.values()) {
      known.add(flag.flag());
    }
    if (!text.startsWith("-")) {
      known.clear();
      known.addAll(List.of("check", "get"));
    } else if (!text.startsWith("--")) {
      for (KatsubushiFlag flag : KatsubushiFlag.values()) {
        known.add(flag.flag());
      }
    }
    return unknown(text, known);
  }

  /** Returns the error for an argument that is none of those known. */
  static UsageException unknown(String text, List<String> known) {
    String nearest = known.getFirst();
    for (String one : known) {
      nearest = distance(text, one) < distance(text, nearest) ? one : nearest;
    }
    String kind = text.startsWith("-") ? "unknown flag " : "unexpected argument ";
    int most = Math.min(MAX_DISTANCE, nearest.length() * 2 / 3);
    return new UsageException(
        kind
            + (text.isEmpty() ? "''" : text)
            + (distance(text, nearest) <= most
                ? ": did you mean " + nearest + "?"
                : "; --help lists what there is"));
  }

  /** Returns how many letters must be put in, taken out or changed to get from a to b. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
