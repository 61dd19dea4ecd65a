// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import dev.kezuri.lease.UtcMillis;
import java.util.List;

/** Actions as people read them: in logs, and in the golden folders of the tests. */
final class ActionWords {
  private ActionWords() {}

  static String of(Action action) {
    return switch (action) {
      case Action.Provision a -> provision(a);
      case Action.Grant a -> "grant " + a.slot().id() + " to " + a.pod().name() + holding(a.slot());
      case Action.Extend a ->
          "extend " + a.slot().id() + " of " + a.pod().name() + holding(a.slot()) + reason(a.why());
      case Action.Announce a -> announce(a);
      case Action.Release a -> release(a);
    };
  }

  private static String holding(Slot slot) {
    Held held = slot.held().orElseThrow();
    String node = held.node().isEmpty() ? "" : ", node " + held.node();
    return ": " + held.window() + ", turn " + held.turn() + node;
  }

  private static String reason(Action.Reason reason) {
    return switch (reason) {
      case PENDING -> ", the pod is pending";
      case STARTED -> ", it has started";
      case RESIGNED -> ", its sidecar resigned";
      case RENEWAL -> ", a third of the lease is used";
    };
  }

  private static String provision(Action.Provision a) {
    StringBuilder text = new StringBuilder("provision ");
    List<Action.NewNumber> numbers = a.numbers();
    for (int from = 0, to; from < numbers.size(); from = to) {
      to = runEnd(a, from);
      text.append(numbers.get(from).id())
          .append(to - from > 1 ? " to " + numbers.get(to - 1).id() : "")
          .append(" (floor ")
          .append(UtcMillis.format(a.floorMs(numbers.get(from), 0)))
          .append("), ");
    }
    return text.append("then all below ").append(a.raiseTo()).append(" may be granted").toString();
  }

  /** Returns the end of the numbers from {@code from} that follow each other with one floor. */
  private static int runEnd(Action.Provision a, int from) {
    List<Action.NewNumber> numbers = a.numbers();
    int to = from + 1;
    while (to < numbers.size()
        && numbers.get(to).id() == numbers.get(to - 1).id() + 1
        && a.floorMs(numbers.get(to), 0) == a.floorMs(numbers.get(from), 0)) {
      to++;
    }
    return to;
  }

  private static String announce(Action.Announce a) {
    return "announce "
        + a.lease().workerId()
        + " to "
        + a.pod().name()
        + ": until "
        + UtcMillis.format(a.lease().window().notAfterMs())
        + ", turn "
        + a.lease().turn()
        + (a.pod().gated() ? ", and lift its gate" : "");
  }

  private static String release(Action.Release a) {
    Past past = a.slot().history().getFirst();
    return "release "
        + a.slot().id()
        + " of "
        + past.pod()
        + ": "
        + (past.end() == Past.End.GRACEFUL ? "resigned" : "lost")
        + ", "
        + past.window()
        + ", free from "
        + UtcMillis.format(a.slot().floorMs().orElseThrow());
  }
}
