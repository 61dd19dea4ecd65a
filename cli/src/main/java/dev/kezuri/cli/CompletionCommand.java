// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script that completes this program's own name. */
@Command(
    name = "completion",
    description = {
      "Print a shell script that completes kubectl-kezuri, called by that name. As kubectl kezuri it",
      "is completed by kubectl's own script, which asks kubectl_complete-kezuri on the PATH: names",
      "of IdGenerators, pods and namespaces as well."
    },
    footer = {
      "",
      "  source <(kubectl-kezuri completion bash)",
      "zsh takes the same script, after autoload -U +X bashcompinit && bashcompinit."
    })
final class CompletionCommand implements Callable<Integer> {
  private static final String NAME = "kubectl-kezuri";

  @Spec private CommandSpec spec;

  @Parameters(arity = "1", paramLabel = "SHELL", description = "bash or zsh.")
  private String shell;

  @Override
  public Integer call() {
    if (!shell.equals("bash") && !shell.equals("zsh")) {
      throw new ParameterException(
          spec.commandLine(),
          "SHELL must be bash or zsh: "
              + shell
              + "; for others use kubectl completion, which asks kubectl_complete-kezuri");
    }
    CommandLine program = spec.root().commandLine();
    spec.commandLine().getOut().print(AutoComplete.bash(NAME, program));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
