// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.audit.Auditor;
import dev.kezuri.audit.Finding;
import dev.kezuri.audit.SeenPod;
import dev.kezuri.audit.Sight;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Holds every invariant of the ledger against the whole cluster. */
@Command(
    name = "audit",
    description = "Hold the ledger's rules against all WorkerIds and pods of the cluster.",
    exitCodeList = {
      "0:no finding",
      "1:a finding, pods could not be looked at, or the API server refused or did not answer",
      "2:wrong argument"
    },
    footer = {
      "",
      "finding      a rule is broken, or the operator does not do its work",
      "in progress  so between two writes; the operator goes on with it",
      "note         so by design; -o wide shows each",
      "A finding is told if a second look confirms it. Nothing is written.",
      "Rights needed: list workerids.kezuri.dev in the whole cluster; list idgenerators.kezuri.dev and pods in the whole cluster, or with -n in that namespace."
    })
final class AuditCommand implements Callable<Integer> {
  @ParentCommand private KezuriCli cli;
  @Spec private CommandSpec spec;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "IdGenerators of all namespaces; the default, unless -n is given.")
  private boolean allNamespaces;

  @Mixin private OutputOption output;

  @Mixin private ClusterOptions options;

  @Override
  public Integer call() {
    try (Cluster cluster = Cluster.open(options)) {
      Seen first = look(cluster.lookup());
      Seen last = first;
      List<Finding> findings = first.findings();
      if (findings.stream().anyMatch(one -> one.level() == Finding.Level.FINDING)) {
        last = look(cluster.lookup());
        findings = Auditor.confirmed(findings, last.findings());
      }
      AuditReport report = AuditReport.of(findings, last.sight(), last.unseen());
      spec.commandLine()
          .getOut()
          .print(AuditOutput.of(report, output.format(), Paint.of(spec.commandLine())));
      spec.commandLine().getOut().flush();
      return report.clean() ? 0 : 1;
    }
  }

  private record Seen(Sight sight, Optional<String> unseen) {
    List<Finding> findings() {
      return Auditor.audit(sight);
    }
  }

  /** WorkerIds first: a pod that is made and granted meanwhile is no news for the next look. */
  private Seen look(ClusterLookup lookup) {
    String namespace = allNamespaces ? null : options.namespace;
    List<WorkerId> workerIds =
        lookup.workerIds().orRefuse().stream()
            .filter(w -> namespace == null || w.getSpec().generator().startsWith(namespace + "/"))
            .toList();
    Look<List<SeenPod>> pods = lookup.labelledPods(namespace);
    List<IdGenerator> generators = lookup.generators(namespace).orRefuse();
    return new Seen(
        new Sight(cli.clock().millis(), generators, workerIds, pods.seen()), pods.unseen());
  }
}
