// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.local.controlplane.RealControlPlane;
import dev.kezuri.local.kubelet.FileTrees;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
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
  /** Where the script was called. */
  private static final Path HERE = Path.of(System.getProperty("kezuri.here", "")).toAbsolutePath();

  private static final Duration SETTLE = Duration.ofSeconds(180);

  @CommandLine.Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "5",
      description = "how long faults are done (${DEFAULT-VALUE})")
  private double minutes;

  @CommandLine.Option(
      names = "--seed",
      paramLabel = "S",
      description = "decides which faults, in which order, and for how long; printed if not given")
  private Long seed;

  @CommandLine.Option(
      names = "--pods",
      paramLabel = "N",
      defaultValue = "24",
      description = "how many pods, before they are scaled (${DEFAULT-VALUE})")
  private int pods;

  @CommandLine.Option(
      names = "--keep",
      paramLabel = "FOLDER",
      description = "where logs and IDs are kept; else they are removed, unless something is wrong")
  private Path keep;

  @CommandLine.Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "prints this")
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private boolean help;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private final PrintStream out = System.out;
  private final Tally tally = new Tally();

  /** Runs; see the class. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new ChaosMain()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    if (minutes <= 0 || pods < 2 || pods > 200) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--minutes must be more than 0, --pods from 2 to 200");
    }
    long decided = seed == null ? new Random().nextInt(Integer.MAX_VALUE) : seed;
    Path folder =
        keep == null
            ? Files.createTempDirectory("kezuri-chaos-")
            : Files.createDirectories(HERE.resolve(keep));
    // Before the first logger is made.
    System.setProperty("kezuri.chaos.log", folder.resolve("log").toString());
    System.setProperty("logback.configurationFile", "dev/kezuri/e2e/chaos/logback.xml");
    out.printf("seed %d, %d pods; logs and IDs in %s%n", decided, pods, folder);
    Report report;
    try (RealControlPlane plane = SharedControlPlane.startPlane();
        Rig rig = new Rig(plane, folder, 2 * pods + 16, tally)) {
      faults(rig, folder, decided);
      report = Report.of(rig, folder, tally);
    }
    report.print(out, minutes, decided);
    if (keep == null && report.good()) {
      FileTrees.delete(folder);
    }
    return report.good() ? 0 : 1;
  }

  private void faults(Rig rig, Path folder, long decided) throws InterruptedException {
    rig.operators().forEach(OperatorSlot::want);
    rig.population().scale(pods);
    ChaosRun run = new ChaosRun(rig, tally, out);
    Thread keeper = run.keeper();
    await("before the first fault", () -> rig.population().silent(pods));
    Duration length = Duration.ofMillis((long) (minutes * 60_000));
    for (Thread thread : run.begin(folder, pods, length, decided)) {
      thread.join();
    }
    await("once faults have stopped", () -> rig.population().silent(pods));
    rig.population().scale(0);
    await("once all pods are deleted", rig::held);
    run.stop();
    keeper.join();
    rig.population().close();
  }

  /** Waits until nothing is left of what should not be. */
  private void await(String when, Callable<List<String>> left) {
    out.println(when + " …");
    try {
      Awaitility.await()
          .atMost(SETTLE)
          .pollInterval(Duration.ofMillis(200))
          .ignoreExceptionsInstanceOf(KubernetesClientException.class)
          .until(() -> left.call().isEmpty());
    } catch (ConditionTimeoutException e) {
      tally.broken("%s: after %d s still %s".formatted(when, SETTLE.toSeconds(), last(left)));
    }
  }

  private static Object last(Callable<List<String>> left) {
    try {
      return left.call();
    } catch (Exception e) {
      return e;
    }
  }
}
