// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.cli.fence.Outlook;
import dev.kezuri.cli.fence.Sight;
import dev.kezuri.cli.fence.Times;
import dev.kezuri.cli.fence.Told;
import java.io.PrintWriter;
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

/** After a restore: nobody gets a number before every lease that may be out has ended. */
@Command(
    name = "fence",
    description = {
      "After a restore from a backup: hold every worker ID back until all leases have ended that",
      "the backup does not know of. Pods whose windows have not run out keep their numbers."
    },
    footer = {
      "",
      "Of an etcd that was restored in place: stop the operator first, then fence with -A, then",
      "start it. The condition Restored is lifted at the end; there the operator waits by itself.",
      "A fence cannot be taken back. One that was cut off is completed by the same command.",
      "-o wide names all pods.",
      "Rights needed: impersonate on the serviceaccount kezuri-operator in kezuri-system, as which",
      "it asks and writes unless --as names another: the policies let nobody else write the ledger."
    })
final class FenceCommand implements Callable<Integer> {
  @ParentCommand private KezuriCli cli;
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "[NAMESPACE/]NAME",
      description = "The IdGenerator; without it all of the namespace.")
  private String generator;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "All IdGenerators of the cluster, and those that only WorkerIds name.")
  private boolean allNamespaces;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = {
        "Until when nothing is granted: a time (RFC 3339), or from now (24h). Default: a minute",
        "more than the lease, or the end of the last lease that a pod or the ledger tells of,",
        "which is the earliest in any case."
      })
  private String until;

  @Mixin private Consent consent;

  @Mixin private OutputOption output;

  @Mixin private ClusterOptions options;

  @Override
  public Integer call() {
    FenceUntil wanted = arguments();
    if (options.as == null) {
      options.as = MetadataKeys.OPERATOR_USER;
    }
    try (Cluster cluster = Cluster.open(options, Cluster.PATIENT)) {
      FenceScope scope = scope(cluster);
      Times times = times(cluster, wanted);
      List<Sight> seen = scope.look(cluster);
      if (seen.isEmpty()) {
        throw new ClusterException(scope.nothing());
      }
      refuseUnreadable(seen, wanted);
      List<Outlook> outlooks = seen.stream().map(one -> Outlook.of(one, times)).toList();
      PrintWriter people = forPrograms() ? err() : spec.commandLine().getOut();
      people.print(FenceOutput.plan(outlooks, output.format() == OutputFormat.WIDE));
      people.flush();
      boolean agreed = consent.given(cli, people, "Go on? This cannot be taken back.");
      if (consent.dryRun() || !agreed) {
        report(outlooks, 0, people, "Nothing was written.");
        return agreed ? 0 : 1;
      }
      int written = new FenceRun(cluster, scope, times, err()).fence(seen);
      report(outlooks, written, people, verdict(outlooks, written));
      return 0;
    }
  }

  private FenceUntil arguments() {
    if (allNamespaces && generator != null) {
      throw wrong("-A is all IdGenerators: leave out " + generator);
    }
    consent.refuseWithoutAnybody(cli);
    try {
      return FenceUntil.parse(until);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private FenceScope scope(Cluster cluster) {
    if (generator != null) {
      GeneratorName name = GeneratorName.parse(generator, cluster.namespace());
      return new FenceScope(name, name.namespace());
    }
    return new FenceScope(null, allNamespaces ? null : cluster.namespace());
  }

  private Times times(Cluster cluster, FenceUntil wanted) {
    try {
      return wanted.times(cli.clock(), cluster.serverTimeMs());
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  /** A lease that cannot be read may end at any time. */
  private static void refuseUnreadable(List<Sight> seen, FenceUntil wanted) {
    List<Told> unreadable =
        seen.stream()
            .flatMap(one -> one.pods().stream())
            .filter(pod -> pod.unreadable().isPresent())
            .toList();
    if (!unreadable.isEmpty() && !wanted.given()) {
      throw new ClusterException(
          "the lease of the pod "
              + unreadable.getFirst().pod()
              + " cannot be read: "
              + unreadable.getFirst().unreadable().orElseThrow()
              + ". Use the kubectl-kezuri of the operator's version, or give --until");
    }
  }

  private static String verdict(List<Outlook> outlooks, int written) {
    long restored = outlooks.stream().filter(Outlook::restored).count();
    return "Fenced, with "
        + written
        + " writes. Nothing is granted before the times above"
        + (restored == 0 ? "." : "; Restored is lifted.")
        + " If the operator was stopped for this: start it now.";
  }

  private void report(List<Outlook> outlooks, int written, PrintWriter people, String verdict) {
    if (forPrograms()) {
      PrintWriter out = spec.commandLine().getOut();
      out.print(FenceOutput.report(outlooks, consent.dryRun(), written, output.format()));
      out.flush();
    }
    people.println(verdict);
    people.flush();
  }

  private boolean forPrograms() {
    return Structured.is(output.format());
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private ParameterException wrong(String why) {
    return new ParameterException(spec.commandLine(), why);
  }
}
