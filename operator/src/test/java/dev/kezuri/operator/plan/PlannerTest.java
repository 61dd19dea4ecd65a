// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import dev.kezuri.golden.Golden;
import dev.kezuri.lease.UtcMillis;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Cases people ask about: what was seen, what is done about it, and what comes next. */
class PlannerTest {
  @TestFactory
  Stream<DynamicTest> shouldPlanAsTheFolderSays() {
    return Golden.cases(
        PlannerTest.class,
        folder -> {
          Observation seen = CaseReader.read(folder.read("in-observation.txt"));
          folder.compare("out-plan.txt", plan(seen));
          folder.compare("out-then.txt", then(seen));
        });
  }

  private static String plan(Observation seen) {
    String lines =
        Planner.plan(seen).stream().map(a -> a.words() + "\n").collect(Collectors.joining());
    return lines.isEmpty() ? "nothing to do\n" : lines;
  }

  private static String then(Observation seen) {
    StringBuilder text = new StringBuilder();
    Planner.toConfirm(seen)
        .forEach(held -> text.append("ask whether " + held.pod() + " is gone\n"));
    Planner.nextLookMs(seen)
        .ifPresentOrElse(
            at -> text.append("look again at " + UtcMillis.format(at) + "\n"),
            () -> text.append("look again when something changes\n"));
    return text.append(summary(Summary.of(seen))).toString();
  }

  private static String summary(Summary seen) {
    return "seen: active %d of %d, quarantined %d%s, waiting %d%s, outside the range %d%s%s%n"
        .formatted(
            seen.active(),
            seen.capacity(),
            seen.quarantined(),
            seen.nextFreeMs().isPresent()
                ? " (the next is free at " + UtcMillis.format(seen.nextFreeMs().getAsLong()) + ")"
                : "",
            seen.waiting(),
            seen.waitingSinceMs().isPresent()
                ? " (since " + UtcMillis.format(seen.waitingSinceMs().getAsLong()) + ")"
                : "",
            seen.outsideRange(),
            seen.exhausted() ? ", exhausted" : "",
            seen.timestampsOver() ? ", no timestamps left" : "");
  }
}
