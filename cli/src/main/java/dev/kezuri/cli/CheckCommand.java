// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.api.v1alpha1.SpanText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Looks at a cluster as it is: what is missing for Kezuri, and what to do about it. */
@Command(
    name = "check",
    description = "Look for what is missing in this cluster, and say what to do.",
    footer = {
      "",
      "One line each: ok, skipped (could not be tried, and need not be), pending (on its way, and by",
      "itself), warning or problem; the exit code is 1 if there is a problem, or with --wait",
      "something pending. Nothing is written.",
      "Rights needed: get on CRDs, admission policies and bindings and on the Deployment of the",
      "operator, list on idgenerators.kezuri.dev; with create on subjectaccessreviews and on",
      "workerids.kezuri.dev (as a dry run) it sees more. With --pods instead: list pods in the",
      "namespace; with list on idgenerators.kezuri.dev and workerids.kezuri.dev it sees more."
    })
final class CheckCommand implements Callable<Integer> {
  @ParentCommand private KezuriCli cli;
  @Spec private CommandSpec spec;

  @Option(
      names = "--pre",
      description = "Before Kezuri is installed: the API server, and your rights to install.")
  private boolean pre;

  @Option(
      names = "--pods",
      description = "The labelled pods of the namespace: whether each gets IDs, and safely.")
  private boolean pods;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "With --pods: of all namespaces.")
  private boolean allNamespaces;

  @Option(
      names = "--wait",
      arity = "0..1",
      fallbackValue = "2m",
      paramLabel = "TIME",
      description = "Look again until nothing is wrong or pending, for at most TIME; default: 2m.")
  private String wait;

  @Mixin private OutputOption output;

  @Mixin private ClusterOptions options;

  @Override
  public Integer call() {
    long waitMs = arguments();
    List<Finding> findings = look(waitMs);
    PrintWriter out = spec.commandLine().getOut();
    out.print(CheckOutput.of(findings, output.format()));
    out.flush();
    return findings.stream().anyMatch(this::fails) ? 1 : 0;
  }

  private long arguments() {
    if (pre && pods) {
      throw wrong("--pre is before and --pods after the install: give one of them");
    }
    if (allNamespaces && !pods) {
      throw wrong("-A goes with --pods: all else is looked at in the whole cluster");
    }
    try {
      return wait == null ? 0 : SpanText.ms("--wait", wait);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  /** With {@code --wait}, until nothing fails; an API server that does not answer may yet. */
  private List<Finding> look(long waitMs) {
    long began = System.nanoTime();
    String told = "";
    while (true) {
      boolean last = System.nanoTime() - began >= TimeUnit.MILLISECONDS.toNanos(waitMs);
      String state;
      try {
        List<Finding> findings = findings();
        List<Finding> failing = findings.stream().filter(this::fails).toList();
        if (last || failing.isEmpty()) {
          return findings;
        }
        state = failing.size() + " left, first " + failing.getFirst().text();
      } catch (ClusterException e) {
        if (last) {
          throw e;
        }
        state = e.getMessage();
      }
      if (!state.equals(told)) {
        told = state;
        spec.commandLine().getErr().println("waiting: " + state);
        spec.commandLine().getErr().flush();
      }
      Pause.seconds(1);
    }
  }

  private boolean fails(Finding one) {
    return one.level() == Finding.Level.PROBLEM
        || (wait != null && one.level() == Finding.Level.PENDING);
  }

  private List<Finding> findings() {
    try (Cluster cluster = Cluster.open(options);
        ClusterProbe probe = cluster.probe()) {
      if (pods) {
        return new PodChecks(cluster, cli.clock())
            .findings(allNamespaces ? null : cluster.namespace());
      }
      return findings(probe);
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

  private ParameterException wrong(String why) {
    return new ParameterException(spec.commandLine(), why);
  }
}
