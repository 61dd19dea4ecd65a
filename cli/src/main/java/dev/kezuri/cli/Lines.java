// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

/** Sentences for a terminal: broken at spaces, so that a line has at most 100 characters. */
final class Lines {
  private static final int WIDTH = 100;

  private Lines() {}

  /**
   * Returns {@code text} in lines, each ended by a newline; a word that is longer than a line keeps
   * its own.
   *
   * @param first what stands before the first line; the others are indented by as much
   */
  static String of(String first, String text) {
    StringBuilder lines = new StringBuilder(first);
    int column = first.length();
    boolean fresh = true;
    for (String word : text.strip().split(" +")) {
      if (!fresh && column + 1 + word.length() > WIDTH) {
        lines.append('\n').repeat(" ", first.length());
        column = first.length();
        fresh = true;
      }
      lines.append(fresh ? "" : " ").append(word);
      column += word.length() + (fresh ? 0 : 1);
      fresh = false;
    }
    return lines.append('\n').toString();
  }
}
