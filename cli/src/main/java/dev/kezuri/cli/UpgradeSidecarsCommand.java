// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.api.v1alpha1.SpanText;
import dev.kezuri.cli.upgrade.Candidate;
import dev.kezuri.cli.upgrade.Images;
import dev.kezuri.cli.upgrade.Step;
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

/** Gives running pods another sidecar, in place. */
@Command(
    name = "upgrade-sidecars",
    description = {
      "Give the sidecars of running pods another image, in place: the application's containers run",
      "on. Each pod refuses IDs for some seconds, and keeps its worker ID."
    },
    exitCodeList = {
      "0:all pods have their image and issue IDs, or nothing was to be done",
      "1:a pod did not come back, the API server refused, or you said no",
      "2:wrong argument, or nobody to ask and no --yes"
    },
    footer = {
      "",
      "Without --image a pod gets what it would get if it were made now: its annotation",
      "kezuri.dev/sidecar-image, spec.sidecar.image of its IdGenerator, or the image that the",
      "policy kezuri-inject adds. Templates of workloads are not changed: new pods get theirs by",
      "the injection; where kubectl kezuri inject wrote the sidecar into a manifest, write it anew.",
      "The first pod goes alone. The first that does not come back stops everything; called again,",
      "it goes on. -o wide names all pods.",
      "Rights needed: list, get and patch pods; list idgenerators.kezuri.dev, and get on the policy",
      "kezuri-inject, without --image; and get on the Lease kezuri-system/kezuri-operator, without",
      "which it cannot tell beforehand whether the operator works."
    })
final class UpgradeSidecarsCommand implements Callable<Integer> {
  @ParentCommand private KezuriCli cli;
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "[NAMESPACE/]NAME",
      description = "The IdGenerators whose pods are meant; without any all of the namespace.")
  private List<String> generators = List.of();

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "The pods of all namespaces.")
  private boolean allNamespaces;

  @Option(names = "--image", paramLabel = "IMAGE", description = "The image they are to have.")
  private String image;

  @Option(
      names = "--max-unavailable",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many pods may be without IDs at a time; default: 1.")
  private int maxUnavailable;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "2m",
      description = "How long one pod may take; default: 2m.")
  private String timeout;

  @Mixin private Consent consent;

  @Mixin private OutputOption output;

  @Mixin private ClusterOptions options;

  @Override
  public Integer call() {
    long timeoutMs = arguments();
    try (Cluster cluster = Cluster.open(options, Cluster.PATIENT)) {
      UpgradeScope scope = UpgradeScope.of(generators, allNamespaces, cluster.namespace());
      List<Candidate> found = scope.look(cluster);
      if (found.isEmpty()) {
        return nothing("No labelled pods found" + scope.words() + ".");
      }
      List<Step> steps = Step.of(found, images(cluster, scope, found));
      List<Step> due = steps.stream().filter(step -> step.kind() != Step.Kind.SKIP).toList();
      people().print(UpgradeOutput.plan(steps, output.format() == OutputFormat.WIDE));
      people().flush();
      if (due.isEmpty()) {
        report(steps, 0, "Nothing to do.");
        return 0;
      }
      if (consent.dryRun()) {
        report(steps, 0, due.size() + " pods would be changed. Nothing was written.");
        return 0;
      }
      askOperator(cluster.lookup());
      if (!consent.given(cli, people(), "Change " + due.size() + " pods?")) {
        report(steps, 0, "Nothing was written.");
        return 1;
      }
      int back = new UpgradeRun(cluster, err(), maxUnavailable, timeoutMs).go(due);
      report(steps, back, back + " pods have their new sidecar. Templates were not changed.");
      return 0;
    }
  }

  private long arguments() {
    if (allNamespaces && !generators.isEmpty()) {
      throw wrong("-A is all IdGenerators: leave out " + String.join(" ", generators));
    }
    if (maxUnavailable < 1) {
      throw wrong("--max-unavailable must be at least 1: " + maxUnavailable);
    }
    if (image != null && !image.matches("[A-Za-z0-9][^\\s]{0,1023}")) {
      throw wrong("--image must be an image such as kezuri-sidecar:0.1.0: " + image);
    }
    consent.refuseWithoutAnybody(cli);
    try {
      long ms = SpanText.ms("--timeout", timeout);
      if (ms < 1000) {
        throw wrong("--timeout must be at least 1s: " + timeout);
      }
      return ms;
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private Images images(Cluster cluster, UpgradeScope scope, List<Candidate> found) {
    if (image != null) {
      return Images.of(image);
    }
    Images images = Images.of(scope.generators(cluster));
    if (!images.askInjection(found)) {
      return images;
    }
    try (ClusterProbe probe = cluster.probe()) {
      return images.otherwise(InjectedImage.of(probe));
    }
  }

  /** Each pod needs its next turn, which only the operator gives. */
  private void askOperator(ClusterLookup lookup) {
    switch (OperatorLife.look(lookup)) {
      case OperatorLife.Works _ -> {}
      case OperatorLife.Silent(String why) ->
          throw new ClusterException(
              "the operator does not work, and a pod that gives its turn back would wait for the"
                  + " next one: "
                  + why
                  + ". kubectl kezuri check says more");
      case OperatorLife.Unknown(String why) -> {
        err()
            .print(
                Lines.of(
                    "",
                    "Whether the operator works is not known: "
                        + why
                        + ". The first pod will tell."));
        err().flush();
      }
    }
  }

  private int nothing(String why) {
    if (Structured.is(output.format())) {
      report(List.of(), 0, why);
    } else {
      err().println(why);
    }
    return 0;
  }

  private void report(List<Step> steps, int upgraded, String verdict) {
    if (Structured.is(output.format())) {
      PrintWriter out = spec.commandLine().getOut();
      out.print(UpgradeOutput.report(steps, consent.dryRun(), upgraded, output.format()));
      out.flush();
    }
    people().println(verdict);
    people().flush();
  }

  /** What people read is no part of what programs read. */
  private PrintWriter people() {
    return Structured.is(output.format()) ? err() : spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private ParameterException wrong(String why) {
    return new ParameterException(spec.commandLine(), why);
  }
}
