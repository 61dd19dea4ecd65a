// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code --yes} and {@code --dry-run} of a command that writes, and the question before it does.
 */
final class Consent {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--dry-run", description = "Only say what would be done.")
  private boolean dryRun;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  boolean dryRun() {
    return dryRun;
  }

  /** Refuses a call that would have to ask where nobody is. */
  void refuseWithoutAnybody(KezuriCli cli) {
    if (!yes && !dryRun && !cli.terminal()) {
      throw new ParameterException(
          spec.commandLine(),
          "nobody can be asked, as this is no terminal: add --yes, or --dry-run to look");
    }
  }

  /** Returns whether to go on; asks, unless that was said on the command line. */
  boolean given(KezuriCli cli, PrintWriter people, String question) {
    if (dryRun || yes) {
      return true;
    }
    people.print(question + " [y/N] ");
    people.flush();
    var lines = new BufferedReader(new InputStreamReader(cli.in(), StandardCharsets.UTF_8));
    try {
      String answer = lines.readLine();
      return answer != null
          && List.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
