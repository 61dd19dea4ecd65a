// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks at a cluster as it is: what is missing for Kezuri, and what to do about it. */
@Command(
    name = "check",
    description = "Look for what is missing in this cluster, and say what to do.",
    footer = {
      "",
      "One line each: ok, skipped (could not be tried, and need not be), warning or problem; the",
      "exit code is 1 if there is a problem. Nothing is written.",
      "Rights needed: get on CRDs, admission policies and bindings and on the Deployment of the",
      "operator, list on idgenerators.kezuri.dev; with create on subjectaccessreviews and on",
      "workerids.kezuri.dev (as a dry run) it sees more."
    })
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--pre",
      description = "Before Kezuri is installed: the API server, and your rights to install.")
  private boolean pre;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "table or json.")
  private OutputFormat format = OutputFormat.TABLE;

  @Mixin private ClusterOptions options;

  @Override
  public Integer call() {
    if (format != OutputFormat.TABLE && format != OutputFormat.JSON) {
      throw new CommandLine.ParameterException(spec.commandLine(), "-o must be table or json");
    }
    try (Cluster cluster = Cluster.open(options);
        ClusterProbe probe = cluster.probe()) {
      List<Finding> findings = findings(probe);
      spec.commandLine().getOut().print(CheckOutput.of(findings, format));
      spec.commandLine().getOut().flush();
      return findings.stream().anyMatch(one -> one.level() == Finding.Level.PROBLEM) ? 1 : 0;
    }
  }

  private List<Finding> findings(ClusterProbe cluster) {
    ServerChecks server = new ServerChecks(cluster);
    List<Finding> findings = new ArrayList<>(server.findings());
    if (pre) {
      findings.addAll(new InstallChecks(cluster).findings());
      return findings;
    }
    ObjectChecks objects = new ObjectChecks(cluster);
    findings.addAll(objects.crds());
    findings.addAll(objects.policies(server.servesInjection()));
    findings.addAll(new OperatorChecks(cluster).findings());
    findings.addAll(new LedgerChecks(cluster).findings());
    // One missing right says the same of many objects.
    return findings.stream().distinct().toList();
  }
}
