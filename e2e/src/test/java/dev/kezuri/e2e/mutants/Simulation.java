// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.mutants;

import dev.kezuri.e2e.sim.SimulateMain;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The simulation in small worlds, to the first that is broken. */
final class Simulation {
  private static final Pattern BROKEN = Pattern.compile("seed (\\d+) is broken: (.*)");
  private static final List<String> FLAGS =
      List.of("-XX:+UseParallelGC", "-Xmx2g", "--sun-misc-unsafe-memory-access=allow");

  private final int seeds;
  private final Path folder;
  private final Child child;

  Simulation(int seeds, Path folder) {
    this.seeds = seeds;
    this.folder = folder;
    this.child = new Child(folder.resolve("simulation.log"));
  }

  /** Returns the seed that is broken with {@code classes}, and what is broken in it. */
  Optional<String> broken(Path classes) {
    Child.Ended ended =
        child.java(
            folder,
            FLAGS,
            Tree.join(classes.toString(), System.getProperty("java.class.path")),
            List.of(
                SimulateMain.class.getName(),
                "--seeds",
                Integer.toString(seeds),
                "--small",
                "--fail-fast"));
    if (ended.status() == 0) {
      return Optional.empty();
    }
    if (ended.hung()) {
      return Optional.of("a world does not end");
    }
    return Optional.of(
        ended.lines().stream()
            .map(BROKEN::matcher)
            .filter(Matcher::matches)
            .findFirst()
            .map(seed -> "seed " + seed.group(1) + ": " + seed.group(2))
            .orElseThrow(
                () ->
                    new BrokenRunException(
                        "the simulation ended with %d: %s"
                            .formatted(ended.status(), ended.last()))));
  }
}
