// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.upgrade;

import java.util.Optional;

/** How far a pod is whose image was changed. */
public enum Outcome {
  /** Not yet. */
  WAITS,
  /** The new sidecar issues IDs in the turn after. */
  BACK,
  /** The pod is gone or going: there is nothing to wait for. */
  GONE,
  /** Somebody gave it yet another image. */
  TAKEN;

  /**
   * Returns how far it is.
   *
   * @param step with the pod as it was before
   * @param now empty if there is no pod of its name
   */
  public static Outcome of(Step step, Optional<Candidate> now) {
    Candidate before = step.seen();
    if (now.isEmpty()
        || !now.get().pod().uid().equals(before.pod().uid())
        || !now.get().pod().lives()) {
      return GONE;
    }
    Candidate after = now.get();
    if (!after.image().equals(step.to())) {
      return TAKEN;
    }
    if (!after.ready() || after.unseen()) {
      return WAITS;
    }
    // A process that ran resigns: without its next turn the one that is ready is still the old one.
    boolean ended = step.kind() == Step.Kind.CHANGE && before.runs();
    return !ended || (after.restarts() > before.restarts() && after.turn() > before.turn())
        ? BACK
        : WAITS;
  }
}
