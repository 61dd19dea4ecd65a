// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.api.v1alpha1.WorkerId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Lists worker IDs: who holds which, and until when. */
@Command(
    name = "workers",
    description = "List worker IDs: state, pod and window.",
    footer = {
      "",
      "States:",
      "  Held     a pod may issue IDs with it in FROM .. UNTIL",
      "  Expired  the window is over and not released yet",
      "  Resting  nobody holds it; quarantined until UNTIL",
      "  Free     the next pod can get it",
      "  New      not ready to be granted",
      "Rights needed: list workerids.kezuri.dev in the whole cluster."
    })
final class WorkersCommand implements Callable<Integer> {
  @ParentCommand private KezuriCli cli;
  @Spec private CommandSpec spec;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "IdGenerators of all namespaces.")
  private boolean allNamespaces;

  @Option(names = "--generator", paramLabel = "NS/NAME", description = "Only this IdGenerator's.")
  private String generator;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "table, wide, json, yaml or name.")
  private OutputFormat format = OutputFormat.TABLE;

  @Mixin private ClusterOptions options;

  @Override
  public Integer call() {
    try (Cluster cluster = Cluster.open(options)) {
      GeneratorName only =
          generator == null ? null : GeneratorName.parse(generator, cluster.namespace());
      String prefix = allNamespaces || only != null ? "" : cluster.namespace() + "/";
      List<WorkerId> workerIds =
          cluster.workerIds(only).stream()
              .filter(w -> w.getSpec().generator().startsWith(prefix))
              .toList();
      if (workerIds.isEmpty() && format != OutputFormat.JSON && format != OutputFormat.YAML) {
        spec.commandLine().getErr().println("No worker IDs found " + place(only, prefix) + ".");
        return 0;
      }
      spec.commandLine().getOut().print(WorkersOutput.of(workerIds, format, cli.clock().millis()));
      spec.commandLine().getOut().flush();
      return 0;
    }
  }

  private static String place(GeneratorName only, String prefix) {
    if (only != null) {
      return "of IdGenerator " + only;
    }
    return prefix.isEmpty()
        ? "in this cluster"
        : "in namespace " + prefix.substring(0, prefix.length() - 1) + " (-A shows all)";
  }
}
