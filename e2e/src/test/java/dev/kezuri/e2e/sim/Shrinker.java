// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/** Makes a scenario that breaks something as short as a person can read. */
final class Shrinker {
  private static final int TRIES = 400;
  private static final int LINES = 60;
  private static final int ID_LINES = 8;

  private final Predicate<Scenario> good;
  private int tries;

  Shrinker(Predicate<Scenario> good) {
    this.good = good;
  }

  /** Returns a scenario that still breaks, with no fault that it could do without. */
  Scenario shrink(Scenario broken) {
    List<Fault> faults = new ArrayList<>(broken.faults());
    for (int size = Math.max(1, faults.size() / 2); size >= 1; size = size == 1 ? 0 : size / 2) {
      boolean again = true;
      while (again) {
        again = false;
        for (int from = 0; from + size <= faults.size() && tries < TRIES; ) {
          List<Fault> fewer = new ArrayList<>(faults);
          fewer.subList(from, from + size).clear();
          if (breaks(broken.with(fewer))) {
            faults = fewer;
            again = size == 1;
          } else {
            from += size;
          }
        }
      }
    }
    return broken.with(faults);
  }

  private boolean breaks(Scenario scenario) {
    tries++;
    return !good.test(scenario);
  }

  /** Returns the end of what happens in it, as short as a person reads. */
  static List<String> shortTrace(Scenario scenario) {
    List<String> lines = trace(scenario).lines().toList();
    int last = 0;
    while (last < lines.size() - 1 && !lines.get(last).contains(" BROKEN: ")) {
      last++;
    }
    Deque<String> told = new ArrayDeque<>();
    for (int at = last; at >= 0 && told.size() < LINES; at--) {
      if (tells(lines.get(at), last - at)) {
        told.addFirst(lines.get(at));
      }
    }
    return List.copyOf(told);
  }

  /** Of IDs the last ones count. */
  private static boolean tells(String line, int before) {
    boolean id = line.contains(" issues ") || line.contains(" refuses: ");
    return !line.contains(" has made a turn")
        && !line.contains(" wrote generator ")
        && (!id || before < ID_LINES);
  }

  /** Returns what happens in it, line by line. */
  static String trace(Scenario scenario) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Result.of(scenario, new Trace(new PrintStream(out, false, StandardCharsets.UTF_8)));
    return out.toString(StandardCharsets.UTF_8);
  }
}
