// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.bench.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The figures of bench/operator.sh. */
public final class OperatorBench {
  private static final List<String> CASES = List.of("burst", "actions", "idle", "memory");

  private OperatorBench() {}

  /**
   * Prints the table, and ends with 1 if the operator did anything wrong.
   *
   * @param args the project's folder, a folder for logs, the operator's launcher; then --quick,
   *     --rounds N, --only CASE
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path work = Path.of(args[1]);
    Files.createDirectories(work);
    Bench.Size size = Bench.Size.FULL;
    List<String> only = new ArrayList<>();
    for (int at = 3; at < args.length; at++) {
      switch (args[at]) {
        case "--quick" -> size = Bench.Size.QUICK;
        case "--rounds" -> size = size.withRounds(Integer.parseInt(args[++at]));
        case "--only" -> only.add(args[++at]);
        default -> throw new IllegalArgumentException(args[at]);
      }
    }
    Table table = new Table();
    boolean wrong = false;
    try (Plane plane = Plane.start(Path.of(args[0]), work);
        Load load = new Load()) {
      Bench bench = new Bench(plane, load, table, Path.of(args[2]), work, size);
      for (String name : only.isEmpty() ? CASES : only) {
        run(name, bench);
      }
    } catch (IllegalStateException e) {
      System.err.println("bench/operator.sh: wrong: " + e.getMessage());
      wrong = true;
    }
    System.out.println(table.text());
    System.exit(wrong || table.wrong() ? 1 : 0);
  }

  private static void run(String name, Bench bench) {
    switch (name) {
      case "burst" -> new Burst(bench).run();
      case "actions" -> new Actions(bench).run();
      case "idle" -> new Idle(bench).run();
      case "memory" -> new Memory(bench).run();
      default -> throw new IllegalArgumentException("no such case: " + name);
    }
  }
}
