// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What trials measured, in {@code target/faults.tsv}. */
final class Figures {
  private static final Path FILE = Path.of("target", "faults.tsv");

  private Figures() {}

  /** Adds a line. */
  static void note(String trial, String what, long value) {
    try {
      Files.writeString(
          FILE,
          trial + "\t" + what + "\t" + value + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
