// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import dev.kezuri.local.kubelet.FileTrees;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The words of {@code e2e/chaos.sh}, whatever it does faults to. */
public final class ChaosOptions {
  /** Where the script was called. */
  private static final Path HERE = Path.of(System.getProperty("kezuri.here", "")).toAbsolutePath();

  private static final int MOST_PODS = 200;

  /** What the faults are done to. */
  enum ControlPlane {
    REAL,
    NODE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "5",
      description = "how long faults are done (${DEFAULT-VALUE})")
  private double minutes;

  @Option(
      names = "--control-plane",
      paramLabel = "real|node",
      defaultValue = "real",
      description =
          "real: etcd, kube-apiserver, operators and sidecars as processes; node: a whole node of"
              + " containers with Kezuri installed by its chart, as root (${DEFAULT-VALUE})")
  @SuppressWarnings("UnusedVariable") // the script chooses by it
  private ControlPlane controlPlane;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "decides which faults, in which order, and for how long; printed if not given")
  private Long seed;

  @Option(
      names = "--pods",
      paramLabel = "N",
      defaultValue = "24",
      description = "how many pods, before they are scaled (${DEFAULT-VALUE})")
  private int pods;

  @Option(
      names = "--keep",
      paramLabel = "FOLDER",
      description = "where logs and IDs are kept; else they are removed, unless something is wrong")
  private Path keep;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "prints this")
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private boolean help;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /**
   * Refuses numbers that make no run, decides on a seed if none is given, and says it.
   *
   * @return the folder of this run, which is made
   * @throws ParameterException that says which number
   */
  public Path begin(PrintStream out) throws IOException {
    if (minutes <= 0 || pods < 2 || pods > MOST_PODS) {
      throw new ParameterException(
          spec.commandLine(), "--minutes must be more than 0, --pods from 2 to " + MOST_PODS);
    }
    if (seed == null) {
      seed = (long) new Random().nextInt(Integer.MAX_VALUE);
    }
    Path folder =
        keep == null
            ? Files.createTempDirectory("kezuri-chaos-")
            : Files.createDirectories(HERE.resolve(keep));
    out.printf("seed %d, %d pods; logs and IDs in %s%n", seed, pods, folder);
    return folder;
  }

  /** Prints what came of it, and returns the exit code; the folder stays if it is of use. */
  public int end(Report report, Path folder, PrintStream out) {
    report.print(out, minutes, seed);
    if (keep == null && report.good()) {
      FileTrees.delete(folder);
    }
    return report.good() ? 0 : 1;
  }

  /** Returns for how long faults are done. */
  public Duration length() {
    return Duration.ofMillis((long) (minutes * 60_000));
  }

  /** Returns what decides. */
  public long seed() {
    return seed;
  }

  /** Returns how many pods there are to be. */
  public int pods() {
    return pods;
  }
}
