// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.complete;

import java.util.List;

/**
 * What to offer.
 *
 * @param words each a whole word, perhaps with a tab and what it is
 * @param files whether the shell offers files as well
 */
public record Offer(List<String> words, boolean files) {
  /** In the protocol of cobra's completions, "no file completion". */
  private static final int NO_FILES = 4;

  static Offer of(List<String> words) {
    return new Offer(words, false);
  }

  static Offer ofFiles() {
    return new Offer(List.of(), true);
  }

  /** Returns it as kubectl reads it: a word a line, then a colon and the directive. */
  public String lines() {
    StringBuilder text = new StringBuilder();
    words.forEach(word -> text.append(word).append('\n'));
    return text.append(':').append(files ? 0 : NO_FILES).append('\n').toString();
  }
}
