// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi.Style;

/** Colour for the words that decide; none unless a terminal reads, and none with NO_COLOR. */
record Paint(boolean on) {
  /** Returns what {@code command}'s output can show. */
  static Paint of(CommandLine command) {
    return new Paint(command.getColorScheme().ansi().enabled());
  }

  /** Returns a word for what is well. */
  String good(String word) {
    return painted(word, Style.fg_green, Style.bold);
  }

  /** Returns a word for what is wrong. */
  String bad(String word) {
    return painted(word, Style.fg_red, Style.bold);
  }

  /** Returns a word for what is to be minded. */
  String mind(String word) {
    return painted(word, Style.fg_yellow, Style.bold);
  }

  private String painted(String word, Style... styles) {
    return on ? Style.on(styles) + word + Style.reset.on() : word;
  }
}
