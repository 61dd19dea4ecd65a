// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.api.v1alpha1.SpanText;
import dev.kezuri.cli.uninstall.Part;
import dev.kezuri.cli.uninstall.Stage;
import dev.kezuri.cli.uninstall.Standing;
import dev.kezuri.cli.uninstall.Wish;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Takes Kezuri out of a cluster, in the order that leaves nothing stuck. */
@Command(
    name = "uninstall",
    description = {
      "Take Kezuri out of the cluster, in the order that leaves nothing stuck: injection,",
      "IdGenerators, the ledger once it is over, operator, kinds, policies, rights, namespace."
    },
    exitCodeList = {
      "0:it is out, or was not there",
      "1:labelled pods live, something did not go, the API server refused, or you said no",
      "2:wrong argument, or nobody to ask and no --yes"
    },
    footer = {
      "",
      "The operator takes the ledger apart, 10 minutes after its last number came to rest; a number",
      "whose pod was killed without a last word is held to the end of its lease, 24h by default.",
      "Ended at any point, the same command goes on from there.",
      "What it never touches: pods, workloads and their labels, and images.",
      "Rights needed: get and delete on all that is named by --dry-run; list pods,",
      "idgenerators.kezuri.dev and workerids.kezuri.dev in the whole cluster; patch on CRDs; with",
      "--forget-ledger impersonate on the serviceaccount kezuri-operator in kezuri-system."
    })
final class UninstallCommand implements Callable<Integer> {
  @ParentCommand private KezuriCli cli;
  @Spec private CommandSpec spec;

  @Option(
      names = "--keep-ledger",
      description = {
        "Leave the kinds, IdGenerators and WorkerIds: installed again, Kezuri goes on with them."
      })
  private boolean keepLedger;

  @Option(
      names = "--forget-ledger",
      description = {
        "Do not wait until the ledger is over. If Kezuri is installed again before the leases of",
        "today have ended, IDs may be issued twice."
      })
  private boolean forgetLedger;

  @Option(
      names = "--abandon-pods",
      description = {
        "Go on though labelled pods live: those that wait at their gate wait for ever, and the",
        "others are refused IDs once their leases end."
      })
  private boolean abandonPods;

  @Option(names = "--keep-namespace", description = "Leave the namespace kezuri-system.")
  private boolean keepNamespace;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "15m",
      description = "How long to wait for the ledger; default: 15m.")
  private String timeout;

  @Mixin private Consent consent;

  @Mixin private OutputOption output;

  @Mixin private ClusterOptions options;

  /** What {@code -o json} prints. */
  private record Report(boolean dryRun, boolean uninstalled, List<Part> stages) {}

  @Override
  public Integer call() {
    long timeoutMs = arguments();
    Wish wish = new Wish(keepLedger, forgetLedger, abandonPods, keepNamespace);
    try (Cluster cluster = Cluster.open(options, Cluster.PATIENT);
        ClusterProbe probe = cluster.probe();
        Removals removals = cluster.removals()) {
      UninstallSight sight = new UninstallSight(cluster, probe);
      Standing standing = sight.look();
      List<Part> parts = Part.of(standing, wish);
      if (parts.isEmpty()) {
        report(parts, false, "Nothing of Kezuri is in this cluster" + kept() + ".");
        return 0;
      }
      people().print(plan(parts, standing, wish, sight.release()));
      people().flush();
      refuse(standing, wish, cluster, parts, sight);
      if (consent.dryRun() || !consent.given(cli, people(), "Go on? This cannot be taken back.")) {
        report(parts, false, "Nothing was written.");
        return consent.dryRun() ? 0 : 1;
      }
      new UninstallRun(sight, removals, wish, timeoutMs, err()).go(standing, parts);
      report(parts, true, "Uninstalled." + leftovers(sight.release()));
      return 0;
    }
  }

  private long arguments() {
    if (keepLedger && forgetLedger) {
      throw wrong("--keep-ledger and --forget-ledger exclude one another: give one of them");
    }
    if (options.namespace != null) {
      throw wrong("uninstall is about the whole cluster: leave out -n " + options.namespace);
    }
    consent.refuseWithoutAnybody(cli);
    try {
      return SpanText.ms("--timeout", timeout);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private void refuse(
      Standing standing, Wish wish, Cluster cluster, List<Part> parts, UninstallSight sight) {
    boolean waits = parts.stream().anyMatch(part -> part.stage() == Stage.LEDGER) && !forgetLedger;
    boolean silent = waits && OperatorLife.look(cluster.lookup()) instanceof OperatorLife.Silent;
    String refusal = standing.refusal(wish, silent);
    if (!refusal.isEmpty()) {
      throw new ClusterException(refusal);
    }
    List<Right> missing =
        sight.missing(parts.stream().flatMap(part -> standing.of(part.stage()).stream()).toList());
    if (!missing.isEmpty()) {
      throw new ClusterException(
          "before anything is begun: "
              + missing.stream().map(Right::missing).collect(Collectors.joining("; ")));
    }
  }

  private String plan(List<Part> parts, Standing standing, Wish wish, String release) {
    StringBuilder text = new StringBuilder("In this order:\n");
    for (Part part : parts) {
      text.append(Lines.of("  %-11s  ".formatted(part.stage()), part.what()));
    }
    String warning = standing.warning(wish, cli.clock().millis());
    if (!warning.isEmpty()) {
      text.append(Lines.of("", warning));
    }
    if (!release.isEmpty() && !wish.keepNamespace()) {
      text.append(
          Lines.of("", "Helm's record of the release " + release + " goes with the namespace."));
    }
    return text.toString();
  }

  private String kept() {
    return keepLedger ? " but what --keep-ledger keeps" : "";
  }

  private String leftovers(String release) {
    String helm =
        keepNamespace && !release.isEmpty()
            ? " Helm still has a record of it: helm uninstall " + release + " -n kezuri-system."
            : "";
    return keepLedger
        ? " The kinds, the IdGenerators and the ledger are left; installed again, Kezuri goes on"
            + " with them."
            + helm
        : helm;
  }

  private void report(List<Part> parts, boolean done, String verdict) {
    if (Structured.is(output.format())) {
      PrintWriter out = spec.commandLine().getOut();
      out.print(Structured.of(new Report(consent.dryRun(), done, parts), output.format()));
      out.flush();
    }
    people().print(Lines.of("", verdict));
    people().flush();
  }

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
