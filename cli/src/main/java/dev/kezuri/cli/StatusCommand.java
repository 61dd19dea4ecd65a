// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.audit.SeenPod;
import dev.kezuri.cli.status.StatusReport;
import dev.kezuri.cli.why.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Says how generators are doing: all well, or what is not. */
@Command(
    name = "status",
    description = "Say whether pods get their IDs: verdict, what holds back, what is left.",
    exitCodeList = {
      "0:all well",
      "1:a pod gets no IDs, a generator does not grant, or something could not be looked at",
      "2:wrong argument"
    },
    footer = {
      "",
      "HELD     by pods that are there",
      "RESTING  until NEXT-FREE at the earliest: their pods are gone",
      "FREE     the next pods can get them",
      "SIDECAR  images in the specs of living pods; READY of them issue IDs",
      "Rights needed: list idgenerators.kezuri.dev and pods in the namespace (-A: in the whole cluster), and workerids.kezuri.dev in the whole cluster. Without the last two it says what it did not look at."
    })
final class StatusCommand implements Callable<Integer> {
  @ParentCommand private KezuriCli cli;
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "GENERATOR",
      description = "Only this IdGenerator, as NAME or NS/NAME.")
  private String generator;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "IdGenerators of all namespaces.")
  private boolean allNamespaces;

  @Mixin private OutputOption output;

  @Mixin private ClusterOptions options;

  @Override
  public Integer call() {
    try (Cluster cluster = Cluster.open(options)) {
      GeneratorName only =
          generator == null ? null : GeneratorName.parse(generator, cluster.namespace());
      String namespace =
          only != null ? only.namespace() : allNamespaces ? null : cluster.namespace();
      return look(cluster.lookup(), only, namespace);
    }
  }

  private int look(ClusterLookup lookup, GeneratorName only, String namespace) {
    Look<List<SeenPod>> pods = lookup.labelledPods(namespace);
    Look<List<WorkerId>> workerIds = lookup.workerIds();
    List<IdGenerator> all = lookup.generators(namespace).orRefuse();
    List<IdGenerator> told = all.stream().filter(one -> only == null || is(one, only)).toList();
    if (only != null && told.isEmpty()) {
      throw new ClusterException("no IdGenerator " + only);
    }
    List<String> unseen = new ArrayList<>();
    pods.unseen().ifPresent(right -> unseen.add("pods: " + right));
    workerIds.unseen().ifPresent(right -> unseen.add("the ledger: " + right));
    Optional<List<SeenPod>> asked =
        pods.seen().map(found -> found.stream().filter(pod -> of(pod, only)).toList());
    if (told.isEmpty() && asked.map(List::isEmpty).orElse(true)) {
      spec.commandLine().getErr().println("No IdGenerators found" + place(namespace) + ".");
      return 0;
    }
    View view =
        View.of(
            cli.clock().millis(),
            Optional.of(told),
            "",
            workerIds.seen(),
            workerIds.unseen().orElse(""));
    StatusReport report = StatusReport.of(view, asked, unseen);
    spec.commandLine().getOut().print(StatusOutput.of(report, output.format(), paint()));
    spec.commandLine().getOut().flush();
    return report.well() ? 0 : 1;
  }

  private Paint paint() {
    return Paint.of(spec.commandLine());
  }

  private static boolean is(IdGenerator generator, GeneratorName name) {
    return generator.ledgerName().equals(name.toString());
  }

  private static boolean of(SeenPod pod, GeneratorName only) {
    return only == null || pod.ledgerName().equals(Optional.of(only.toString()));
  }

  private static String place(String namespace) {
    return namespace == null
        ? " in this cluster"
        : " in namespace " + namespace + " (-A shows all)";
  }
}
