// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import java.util.Locale;
import picocli.CommandLine;

/** What {@code -o} may say, in kubectl's words. */
enum OutputFormat {
  TABLE,
  WIDE,
  JSON,
  YAML,
  /** Only {@code <resource>/<name>}, for other commands' arguments. */
  NAME;

  /** Returns the format of a word of the command line. */
  static OutputFormat parse(String word) {
    for (OutputFormat format : values()) {
      if (format.name().toLowerCase(Locale.ROOT).equals(word)) {
        return format;
      }
    }
    throw new CommandLine.TypeConversionException(
        "must be table, wide, json, yaml or name: " + word);
  }
}
