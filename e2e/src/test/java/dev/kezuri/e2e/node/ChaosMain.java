// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import dev.kezuri.e2e.chaos.ChaosOptions;
import dev.kezuri.e2e.chaos.Fault;
import dev.kezuri.e2e.chaos.Mischief;
import dev.kezuri.e2e.chaos.Report;
import dev.kezuri.e2e.chaos.Settling;
import dev.kezuri.e2e.chaos.Tally;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code e2e/chaos.sh --control-plane=node}: faults at random on a node of real containers. */
@Command(name = "e2e/chaos.sh")
public final class ChaosMain implements Callable<Integer> {
  private static final String NAMESPACE = "chaos";

  @Mixin private ChaosOptions options;

  private final PrintStream out = System.out;
  private final Tally tally = new Tally();

  /** Runs it and ends the JVM with its exit code: 1 if something was broken. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new ChaosMain()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = options.begin(out);
    Report report;
    try (Stage stage = Stage.bringUp(folder)) {
      stage.install();
      report = run(stage.place());
      if (!report.good()) {
        new Evidence(stage.place()).collect(NAMESPACE, report.broken());
      }
    }
    return options.end(report, folder, out);
  }

  private Report run(Place place) throws IOException, InterruptedException {
    try (Room room = new Room(place, NAMESPACE, Room.Manner.POLICY)) {
      Crowd crowd = new Crowd(room, options.pods());
      crowd.make();
      Settling settling = new Settling(tally, out);
      settling.await("before the first fault", crowd::silent);
      for (Thread thread : begin(crowd)) {
        thread.join();
      }
      settling.await("once faults have stopped", crowd::silent);
      crowd.scale(0);
      settling.await("once all pods are deleted", crowd::held);
      return new DrawnBook(room).report(tally);
    }
  }

  private List<Thread> begin(Crowd crowd) {
    Mischief mischief = new Mischief(options.length(), tally, crowd::drawn, out);
    Random seeds = new Random(options.seed());
    List<Fault> ofPods = new CrowdFaults(crowd).all();
    return List.of(
        mischief.of("servers", new DaemonFaults(crowd.place()).all(), new Random(seeds.nextLong())),
        mischief.of("pods", ofPods, new Random(seeds.nextLong())),
        mischief.of("more pods", ofPods, new Random(seeds.nextLong())),
        mischief.progress());
  }
}
