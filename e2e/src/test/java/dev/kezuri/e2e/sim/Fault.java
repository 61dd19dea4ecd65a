// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * One thing that goes wrong. Which pod, machine or request it strikes, and how hard, its salt says,
 * so that the others stay what they are if one is left out.
 *
 * @param atMs after the beginning of the world
 */
record Fault(long atMs, Kind kind, long salt) {
  /** What goes wrong. */
  enum Kind {
    KILL_SIDECAR,
    TERM_SIDECAR,
    LOSE_MESSAGE,
    LINGER,
    DELETE_POD,
    FORCE_DELETE,
    FINISH_POD,
    FAIL_POD,
    KUBELET_DOWN,
    NODE_CUT,
    NODE_REBOOT,
    NODE_REIMAGED,
    NODE_PAUSED,
    NODE_CLOCK_STEP,
    NODE_CLOCK_DRIFT,
    NODE_CLOCK_FROZEN,
    NODE_CLOCK_RIGHT,
    DISK_SLOW,
    DISK_FAILS,
    DIES_WRITING,
    DISK_ROTS,
    VOLUME_LATE,
    OPERATOR_CRASH,
    OPERATOR_DOWN,
    OPERATOR_CUT,
    OPERATOR_CLOCK,
    OPERATOR_SECOND,
    REQUESTS_LOST,
    REQUEST_LATE,
    WATCH_STALLS,
    WATCH_DROPS,
    WATCH_BEHIND,
    SERVER_CLOCK,
    CONTROL_PLANE_CLOCK,
    SCALE,
    NODE_LOST,
    TERM_THEN_LOST,
    ANNOTATION_COPIED,
    SPEC_EDITED,
    LEDGER_EDITED,
    WORKER_ID_ERASED,
    LEDGER_ERASED,
    RULES_GONE,
    GENERATOR_AGAIN,
    BACKUP,
    ETCD_RESTORED,
    STATUS_LOST
  }

  private static final Kind[] KINDS = Kind.values();

  /** Returns the faults of a world, in order. */
  static List<Fault> of(Dice dice, Shape shape) {
    List<Fault> faults = new ArrayList<>();
    // Some worlds have a few kinds only, so that what these do together is seen.
    int kinds = dice.onceIn(2) ? KINDS.length : 3 + dice.below(6);
    List<Kind> chosen = new ArrayList<>();
    for (int i = 0; i < kinds; i++) {
      chosen.add(kinds == KINDS.length ? KINDS[i] : KINDS[dice.below(KINDS.length)]);
    }
    for (int i = 0; i < shape.faults(); i++) {
      // What comes close together, and strikes the same, is what breaks things.
      boolean close = i > 0 && dice.onceIn(2);
      long atMs =
          close
              ? faults.getLast().atMs() + dice.span(1, 60_000)
              : dice.onceIn(3)
                  ? dice.span(500, shape.lengthMs())
                  : dice.between(1_000, shape.lengthMs());
      long salt = close && dice.onceIn(2) ? faults.getLast().salt() : dice.any();
      faults.add(new Fault(Math.min(atMs, shape.lengthMs()), dice.pick(chosen), salt));
    }
    faults.sort(Comparator.comparingLong(Fault::atMs));
    return List.copyOf(faults);
  }

  String words() {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
