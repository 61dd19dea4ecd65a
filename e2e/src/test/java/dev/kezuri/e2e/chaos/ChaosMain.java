// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.local.controlplane.RealControlPlane;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Faults at random on real processes; see {@code e2e/chaos.sh --help}. */
@CommandLine.Command(
    name = "e2e/chaos.sh",
    sortOptions = false,
    description = {
      "Runs etcd, kube-apiserver, two operators and tens of pods with their sidecars as real"
          + " processes, draws IDs from all pods without pause, and does faults to all of them at"
          + " random. In the end every ID is compared with every other, and with the ledger as etcd"
          + " saw it written.",
      ""
    },
    footer = {
      "",
      "The last line says how it ended; exit code 0 if no ID was given twice and no invariant was"
          + " broken, 1 if not, 2 for a wrong call."
    })
public final class ChaosMain implements Callable<Integer> {
  @CommandLine.Mixin private ChaosOptions options;

  private final PrintStream out = System.out;
  private final Tally tally = new Tally();

  /** Runs; see the class. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new ChaosMain()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    Path folder = options.begin(out);
    // Before the first logger is made.
    System.setProperty("kezuri.chaos.log", folder.resolve("log").toString());
    System.setProperty("logback.configurationFile", "dev/kezuri/e2e/chaos/logback.xml");
    Report report;
    try (RealControlPlane plane = SharedControlPlane.startPlane();
        Rig rig = new Rig(plane, folder, 2 * options.pods() + 16, tally)) {
      faults(rig, folder);
      report =
          new Verdict(
                  rig.ledger(),
                  rig.announcements(),
                  plane.kubeconfig().orElseThrow(),
                  rig.log(),
                  rig.population().uids())
              .report(tally, folder);
    }
    return options.end(report, folder, out);
  }

  private void faults(Rig rig, Path folder) throws InterruptedException {
    int pods = options.pods();
    rig.operators().forEach(OperatorSlot::want);
    rig.population().scale(pods);
    ChaosRun run = new ChaosRun(rig, tally, out);
    Thread keeper = run.keeper();
    Settling settling = new Settling(tally, out);
    settling.await("before the first fault", () -> rig.population().silent(pods));
    for (Thread thread : run.begin(folder, pods, options.length(), options.seed())) {
      thread.join();
    }
    settling.await("once faults have stopped", () -> rig.population().silent(pods));
    rig.population().scale(0);
    settling.await("once all pods are deleted", rig::held);
    run.stop();
    keeper.join();
    rig.population().close();
  }
}
