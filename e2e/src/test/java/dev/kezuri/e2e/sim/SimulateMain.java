// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The simulation by command; {@code e2e/simulate.sh --help}. */
@Command(
    name = "simulate.sh",
    mixinStandardHelpOptions = true,
    description =
        "Lets worlds of operators, nodes and sidecars have their faults, each from one seed, and"
            + " holds the guarantee against all that happens.")
public final class SimulateMain implements Callable<Integer> {
  @Option(names = "--seeds", description = "How many worlds; ${DEFAULT-VALUE}.")
  private int seeds = 100;

  @Option(names = "--seed", description = "The first seed; ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(
      names = "--small",
      description =
          "Worlds of some hours with leases of minutes: more faults a second, fewer days.")
  private boolean small;

  @Option(names = "--trace", description = "Print what happens in the world of --seed.")
  private boolean trace;

  @Option(names = "--pod-days", description = "Go on until so many pod-days are simulated.")
  private Long podDays;

  @Option(
      names = "--resume",
      description = "Remember the sums in this file, and go on from what it says.")
  private Path resume;

  @Option(
      names = "--fail-fast",
      description = "End with the first world that is broken, and do not make it shorter.")
  private boolean failFast;

  @Option(names = "--threads", description = "Worlds at a time; ${DEFAULT-VALUE}.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Spec private CommandSpec spec;

  /** Runs; the exit status is 1 if anything is wrong, and 2 for a wrong call. */
  public static void main(String[] args) {
    silence();
    System.exit(new CommandLine(new SimulateMain()).execute(args));
  }

  /** What the product logs is not read here, and would take most of the time. */
  static void silence() {
    LogManager.getLogManager().reset();
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
  }

  @Override
  public Integer call() throws Exception {
    require(seeds > 0, "--seeds must be more than 0");
    require(threads > 0, "--threads must be more than 0");
    require(podDays == null || podDays > 0, "--pod-days must be more than 0");
    if (trace) {
      PrintStream out =
          new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
      Result result = Result.of(Scenario.of(seed, small), new Trace(out));
      out.flush();
      return result.isGood() ? 0 : 1;
    }
    Campaign campaign =
        new Campaign(seed, seeds, small, podDays == null ? 0 : podDays, resume, threads, failFast);
    try {
      campaign.begin();
    } catch (IOException | IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--resume: " + e.getMessage(), e);
    }
    campaign.run();
    return campaign.isGood() ? 0 : 1;
  }

  private void require(boolean met, String what) {
    if (!met) {
      throw new ParameterException(spec.commandLine(), what);
    }
  }
}
