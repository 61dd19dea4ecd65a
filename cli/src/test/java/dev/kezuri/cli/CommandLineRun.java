// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;

/** One call of the program after another, with what it printed. */
final class CommandLineRun {
  private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));
  private String stdin = "";
  private boolean terminal;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  void stdin(String text) {
    stdin = text;
  }

  /** From now on a person types {@code text}. */
  void typed(String text) {
    stdin = text;
    terminal = true;
  }

  /** Runs and returns the exit code. */
  int run(String... args) {
    out = new StringWriter();
    err = new StringWriter();
    return KezuriCli.run(
        new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
        terminal,
        new PrintWriter(out),
        new PrintWriter(err),
        clock,
        args);
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }
}
