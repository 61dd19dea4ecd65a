// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

/** Why there is no ID. {@link IdIssuer#nextId} gives it as a negative code. */
public enum Refusal {
  /** All sequence numbers of this millisecond are used up; ask again in the next one. */
  MILLISECOND_FULL("all IDs of this millisecond are issued", true),
  /** The reservation is on its way to the disk; ask again when the issuer wakes its caller. */
  AWAITING_DISK("waiting for the disk", true),
  /** No lease has come yet. */
  NO_LEASE("no lease yet: the pod has no worker ID", false),
  /** The clock is past the window's end. */
  WINDOW_OVER("the lease has run out and was not renewed", false),
  /** The wall clock has given no reading inside the window. */
  CLOCK_OUTSIDE_WINDOW("the clock is before the lease's window", false),
  /** The state folder is empty though it must not be, damaged, or another's. */
  STATE_LOST("the state folder was lost: delete the pod", false),
  /** A write to the state folder failed; what it holds is not known any more. */
  DISK_FAILED("writing the state folder failed: restart the sidecar", false),
  /** This turn was closed by a resignation; the operator gives the next one. */
  TURN_CLOSED("resigned before a restart: waiting for the next turn", false),
  /** This process has resigned. */
  RESIGNED("shutting down", false),
  /** The layout's timestamps end here. */
  TIMESTAMPS_EXHAUSTED("the layout has no later timestamp", false);

  private static final Refusal[] ALL = values();

  private final String reason;
  private final boolean passing;

  Refusal(String reason, boolean passing) {
    this.reason = reason;
    this.passing = passing;
  }

  /** Returns one line for a client. */
  public String reason() {
    return reason;
  }

  /** Returns whether it passes by itself, soon: the caller keeps its request and asks again. */
  public boolean passing() {
    return passing;
  }

  /**
   * Returns the refusal of a code that {@link IdIssuer#nextId} gave.
   *
   * @throws IllegalArgumentException if it is no such code
   */
  public static Refusal of(long code) {
    if (code >= 0 || code < -ALL.length) {
      throw new IllegalArgumentException("not the code of a refusal: " + code);
    }
    return ALL[(int) -code - 1];
  }

  long code() {
    return -1L - ordinal();
  }
}
