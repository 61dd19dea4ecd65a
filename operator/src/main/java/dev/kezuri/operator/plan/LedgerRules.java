// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rules that the WorkerId CRD puts on a write, in Java and with its messages: for tests of
 * plans, and for an API server that has no CEL.
 *
 * <p>What a {@link Slot} cannot even hold is not checked here, and must be refused where JSON is
 * read: times of another form, a window that is not notBefore before notAfter, missing fields,
 * names.
 */
public final class LedgerRules {
  /** The most entries a history may have. */
  public static final int HISTORY_MAX = 100;

  private static final String RELEASE =
      "a release adds the window to history and raises floor to its end; only a Graceful end may"
          + " be earlier";
  private static final String HISTORY =
      "history changes on a release only: one more at its head, at most the last one dropped";

  private LedgerRules() {}

  /**
   * Returns what the API server says against replacing {@code before} by {@code after}, whoever
   * asks; empty if it is allowed. Whether the resourceVersion is right is not looked at.
   */
  public static List<String> broken(Slot before, Slot after) {
    List<String> broken = new ArrayList<>();
    check(broken, before.id() == after.id(), "spec is immutable");
    check(broken, before.layout().equals(after.layout()), "spec is immutable");
    check(broken, after.history().size() <= HISTORY_MAX, "status.history: Too many");
    check(
        broken,
        after.held().isEmpty() || after.held().get().turn() >= 0,
        "status.window.turn: should be greater than or equal to 0");
    if (after.floorMs().isEmpty()) {
      check(broken, before.floorMs().isEmpty(), "the ledger cannot be erased");
      check(broken, nothingBeside(after), "status.floor: Required value");
    } else {
      window(broken, before, after);
      if (before.floorMs().isPresent()) {
        floor(broken, before, after);
        check(broken, release(before, after), RELEASE);
        check(broken, history(before, after), HISTORY);
      }
    }
    return List.copyOf(broken);
  }

  private static void check(List<String> broken, boolean rule, String message) {
    if (!rule && !broken.contains(message)) {
      broken.add(message);
    }
  }

  private static boolean nothingBeside(Slot slot) {
    return slot.held().isEmpty() && slot.history().isEmpty();
  }

  private static void floor(List<String> broken, Slot before, Slot after) {
    check(
        broken,
        after.floorMs().getAsLong() >= before.floorMs().getAsLong(),
        "floor never goes back");
  }

  private static void window(List<String> broken, Slot before, Slot after) {
    if (after.held().isEmpty()) {
      return;
    }
    Held now = after.held().get();
    boolean starts =
        before.floorMs().isPresent()
            && (before.held().isPresent()
                || now.window().notBeforeMs() >= after.floorMs().getAsLong());
    check(broken, starts, "a new window starts at floor or later, on a worker ID that has one");
    check(
        broken,
        before.held().map(held -> grows(held, now)).orElse(true),
        "a window and its turn only grow, and only for its holder; release it first");
  }

  private static boolean grows(Held before, Held after) {
    return after.podUid().equals(before.podUid())
        && after.window().notBeforeMs() == before.window().notBeforeMs()
        && after.window().notAfterMs() >= before.window().notAfterMs()
        && after.turn() >= before.turn();
  }

  private static boolean release(Slot before, Slot after) {
    if (after.held().isPresent() || before.held().isEmpty()) {
      return true;
    }
    Held held = before.held().get();
    Optional<Past> head = after.history().stream().findFirst();
    return head.filter(past -> past.podUid().equals(held.podUid()))
        .filter(past -> past.window().notBeforeMs() == held.window().notBeforeMs())
        .filter(past -> ends(past, held))
        .filter(past -> after.floorMs().getAsLong() >= past.window().notAfterMs())
        .isPresent();
  }

  private static boolean ends(Past past, Held held) {
    return past.end() == Past.End.GRACEFUL
        ? past.window().notAfterMs() <= held.window().notAfterMs()
        : past.window().notAfterMs() == held.window().notAfterMs();
  }

  private static boolean history(Slot before, Slot after) {
    List<Past> old = before.history();
    List<Past> now = after.history();
    if (before.held().isEmpty() || after.held().isPresent()) {
      return now.equals(old);
    }
    return !now.isEmpty()
        && now.size() >= old.size()
        && now.size() <= old.size() + 1
        && now.subList(1, now.size()).equals(old.subList(0, now.size() - 1));
  }
}
