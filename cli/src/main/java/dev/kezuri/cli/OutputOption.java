// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code -o} of a command that lists no objects, and so has no names to print. */
final class OutputOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  private OutputFormat format = OutputFormat.TABLE;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "table, wide, json or yaml.")
  void format(OutputFormat wanted) {
    if (wanted == OutputFormat.NAME) {
      throw new ParameterException(
          spec.commandLine(), "-o must be table, wide, json or yaml: name");
    }
    format = wanted;
  }

  OutputFormat format() {
    return format;
  }
}
