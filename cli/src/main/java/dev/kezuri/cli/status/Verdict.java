// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.status;

import java.util.ArrayList;
import java.util.List;

/** What is to be said first. */
record Verdict(boolean well, String words) {
  static Verdict of(
      List<GeneratorState> states, List<PodTrouble> troubles, int pods, boolean partly) {
    List<String> wrong = new ArrayList<>();
    add(
        wrong,
        count(troubles, PodTrouble.Kind.WAITS),
        "waits for a worker ID",
        "wait for worker IDs");
    add(wrong, count(troubles, PodTrouble.Kind.REFUSED), "is issued no IDs", "are issued no IDs");
    add(wrong, count(troubles, PodTrouble.Kind.BARE), "was not injected", "were not injected");
    states.stream()
        .filter(state -> !state.grants())
        .forEach(state -> wrong.add(state.generator() + " is " + state.state()));
    if (!wrong.isEmpty()) {
      return new Verdict(false, "Not well: " + String.join(", ", wrong));
    }
    if (partly) {
      return new Verdict(false, "Not known: nothing is wrong in what could be looked at");
    }
    long starting = count(troubles, PodTrouble.Kind.STARTING);
    long held = count(troubles, PodTrouble.Kind.HELD);
    String words =
        "All well: %s, %s".formatted(counted(states.size(), "IdGenerator"), counted(pods, "pod"))
            + (starting > 0 ? ", " + starting + " of them about to start" : "")
            + (held > 0 ? ", " + held + " of them held by others" : "")
            + ", none waits";
    List<String> mind = new ArrayList<>();
    for (GeneratorState state : states) {
      if (state.room().isShort()) {
        mind.add(
            "%s has %d of %d numbers left"
                .formatted(state.generator(), state.room().free(), state.room().capacity()));
      }
      state.conditions().forEach(one -> mind.add(state.generator() + " is " + one.condition()));
    }
    return new Verdict(true, words + (mind.isEmpty() ? "" : "; mind: " + String.join(", ", mind)));
  }

  private static void add(List<String> wrong, long count, String one, String several) {
    if (count > 0) {
      wrong.add(count == 1 ? "1 pod " + one : count + " pods " + several);
    }
  }

  private static long count(List<PodTrouble> troubles, PodTrouble.Kind kind) {
    return troubles.stream().filter(one -> one.kind() == kind).count();
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
