// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.upgrade;

import dev.kezuri.audit.SeenPod;
import dev.kezuri.audit.SeenSidecar;
import java.util.Optional;

/** What to say of a pod that did not come back: what its sidecar does, and the ways out. */
public final class Trouble {
  private Trouble() {}

  /**
   * Returns it in a line.
   *
   * @param now the pod as it is
   * @param seconds how long it was waited for
   */
  public static String of(Step step, Candidate now, long seconds) {
    SeenPod pod = now.pod();
    String place = " -n " + pod.namespace();
    String back =
        step.kind() == Step.Kind.CHANGE
            ? "give --image " + step.from() + " to put the old image back, or "
            : "give another --image, or ";
    return step.pod()
        + " did not come back with "
        + step.to()
        + " within "
        + seconds
        + " s: "
        + fact(step.seen(), now)
        + ". See kubectl kezuri why "
        + pod.name()
        + place
        + "; "
        + back
        + "delete the pod, whose successor gets what the injection gives";
  }

  private static String fact(Candidate before, Candidate now) {
    Optional<SeenSidecar> sidecar = now.pod().sidecar();
    if (sidecar.isEmpty()) {
      return "it has no sidecar any more";
    }
    SeenSidecar seen = sidecar.get();
    if (seen.stateLost()) {
      return "its sidecar has lost its state: the pod must be deleted";
    }
    return switch (seen.state()) {
      case UNKNOWN, WAITING ->
          "its sidecar waits"
              + (seen.reason().isEmpty() ? "" : ": " + seen.reason())
              + (seen.message().isEmpty() ? "" : ": " + seen.message());
      case ENDED -> "its sidecar ended with exit code " + seen.ends().getFirst().exitCode();
      case STARTING -> "its sidecar runs, and has not started";
      case REFUSING ->
          now.turn() > before.turn()
              ? "its sidecar runs, and issues no IDs"
              : "its sidecar waits for its next turn: does the operator work? kubectl kezuri check";
      case READY ->
          now.restarts() > before.restarts()
              ? "its next turn is not announced: does the operator work? kubectl kezuri check"
              : "the kubelet of node " + now.pod().node() + " has not started its sidecar again";
    };
  }
}
