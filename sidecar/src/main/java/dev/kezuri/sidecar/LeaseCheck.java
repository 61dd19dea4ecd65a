// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import dev.kezuri.id.IdLayout;
import dev.kezuri.issue.Adoption;
import dev.kezuri.issue.StatePreview;
import dev.kezuri.issue.TimeSource;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.UtcMillis;
import java.time.Duration;
import java.util.List;

/** The lease, what the state makes of it, and its window against the clock. */
final class LeaseCheck {
  private static final String TOPIC = "lease";
  private static final String RENEW =
      "see that the operator runs, and that the pod's annotation kezuri.dev/lease is as it says";

  private LeaseCheck() {}

  static List<Finding> findings(SidecarOptions options, StatePreview state, TimeSource time) {
    if (options.workerId().isPresent()) {
      Lease lease = Lease.standalone(options.workerId().getAsInt(), IdLayout.DEFAULT);
      return List.of(adoption(lease, state, true), clock(lease, state, time));
    }
    return switch (new LeaseFile(options.lease(), options.podUid()).readIfChanged().orElseThrow()) {
      case LeaseFile.Reading.Bad(String why) ->
          List.of(new Finding(TOPIC, why, ExitCode.NO_ID, RENEW));
      case LeaseFile.Reading.Good(Lease lease) ->
          List.of(adoption(lease, state, false), clock(lease, state, time));
    };
  }

  private static Finding adoption(Lease lease, StatePreview state, boolean standalone) {
    String name =
        standalone
            ? "worker ID " + lease.workerId() + ", without Kubernetes"
            : lease.generator()
                + ", worker ID "
                + lease.workerId()
                + ", turn "
                + lease.turn()
                + ", window "
                + lease.window();
    return switch (state.adopt(lease)) {
      case Adoption.Adopted() -> Finding.fine(TOPIC, name);
      case Adoption.Ignored(String why) ->
          new Finding(TOPIC, name + " is ignored: " + why, ExitCode.NO_ID, RENEW);
      case Adoption.TurnClosed(var before) ->
          new Finding(
              TOPIC,
              name + ": the turn was closed at " + UtcMillis.format(before.highWaterMs()),
              ExitCode.TURN_CLOSED,
              "the operator gives the next turn: see that it runs");
      case Adoption.StateLost(String why) ->
          new Finding(
              TOPIC,
              "state lost: " + why,
              ExitCode.STATE_LOST,
              standalone
                  ? "give another --worker-id, and with it another folder"
                  : "delete the pod, its successor gets a new window");
      case Adoption.Refused(String why) ->
          new Finding(TOPIC, why, ExitCode.STATE_UNUSABLE, "see to the disk");
    };
  }

  private static Finding clock(Lease lease, StatePreview state, TimeSource time) {
    long wallMs = time.wallMs();
    long startMs = Math.max(lease.window().notBeforeMs(), lease.layout().epochMs());
    long endMs = Math.min(lease.window().notAfterMs(), lease.layout().endMs());
    // What may have been issued is not issued again, whatever the clock says.
    long nowMs = Math.max(wallMs, state.untilMs().orElse(Long.MIN_VALUE));
    String clock = UtcMillis.format(wallMs);
    if (nowMs >= endMs) {
      return new Finding(
          "clock",
          clock + ": the window is over since " + UtcMillis.format(endMs),
          ExitCode.NO_ID,
          RENEW + "; or see to the node's clock if it is ahead");
    }
    if (nowMs < startMs) {
      return new Finding(
          "clock",
          clock + " is before the window, by " + text(startMs - wallMs),
          ExitCode.NO_ID,
          "see to the node's clock");
    }
    return Finding.fine(
        "clock",
        clock
            + " is in the window, which ends in "
            + text(endMs - nowMs)
            + (nowMs > wallMs + 2000 ? "; IDs are " + text(nowMs - wallMs) + " ahead of it" : ""));
  }

  private static String text(long ms) {
    Duration time = Duration.ofMillis(ms);
    return time.toDays() > 0
        ? time.toDays() + " d"
        : time.toHours() > 0
            ? time.toHours() + " h " + time.toMinutesPart() + " min"
            : time.toMinutes() > 0
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : time.toSeconds() + " s";
  }
}
