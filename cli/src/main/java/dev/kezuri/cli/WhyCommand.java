// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.cli.why.Chain;
import dev.kezuri.cli.why.PodChain;
import dev.kezuri.cli.why.View;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Finds the first broken link between a pod and its IDs. */
@Command(
    name = "why",
    description = "Say why a pod gets no worker ID or no IDs, and what to do.",
    exitCodeList = {
      "0:all pods get IDs, or need none any more",
      "1:a pod gets none, or not yet, or a link could not be looked at",
      "2:wrong argument"
    },
    footer = {
      "",
      "Goes from label to generator, policy, gate, lease and sidecar, and stops at the first link that is broken. Nothing is written.",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} why orders-7d9c-x2v",
      "  ${ROOT-COMMAND-NAME} why deploy/orders -n shop",
      "Rights needed: get on what is named, list pods and idgenerators.kezuri.dev in the namespace, list workerids.kezuri.dev in the whole cluster."
    })
final class WhyCommand implements Callable<Integer> {
  @ParentCommand private KezuriCli cli;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "POD",
      description = "A pod, or deploy/x, sts/x, ds/x, rs/x, job/x for the pods of one.")
  private String what;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "table, json or yaml.")
  private OutputFormat format = OutputFormat.TABLE;

  @Mixin private ClusterOptions options;

  @Override
  public Integer call() {
    if (format == OutputFormat.NAME || format == OutputFormat.WIDE) {
      throw new ParameterException(spec.commandLine(), "-o must be table, json or yaml");
    }
    try (Cluster cluster = Cluster.open(options)) {
      ClusterLookup lookup = cluster.lookup();
      String namespace = cluster.namespace();
      Workloads.Found found = find(new Workloads(lookup, namespace));
      Look<List<IdGenerator>> generators = lookup.generators(namespace);
      Look<List<WorkerId>> workerIds = lookup.workerIds();
      View view =
          View.of(
              cli.clock().millis(),
              generators.seen(),
              generators.unseen().orElse(""),
              workerIds.seen(),
              workerIds.unseen().orElse(""));
      WhyReport report = WhyReport.of(found.words(), namespace, chains(found, view));
      spec.commandLine().getOut().print(WhyOutput.of(report, format, paint()));
      spec.commandLine().getOut().flush();
      return report.well() ? 0 : 1;
    }
  }

  private Paint paint() {
    return Paint.of(spec.commandLine());
  }

  private Workloads.Found find(Workloads workloads) {
    try {
      return workloads.find(what);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static List<Chain> chains(Workloads.Found found, View view) {
    if (found.pods().isEmpty() && found.workload().isPresent()) {
      return List.of(found.workload().get().chain(view));
    }
    return found.pods().stream().map(pod -> PodChain.of(pod, view)).toList();
  }
}
