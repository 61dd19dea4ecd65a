// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.lease;

import dev.kezuri.id.IdLayout;

/**
 * All that a sidecar needs to issue IDs, as the pod's annotation {@code kezuri.dev/lease} carries
 * it.
 *
 * @param generator {@code <namespace>/<name>} of the IdGenerator
 * @param podUid the pod that may use it; a sidecar of another pod refuses it
 * @param workerId the number that tells this issuer from all others of the generator
 * @param window the timestamps it may issue
 * @param turn grows when the sidecar has started, and after each resignation of a living pod
 * @param layout the generator's layout
 */
public record Lease(
    String generator, String podUid, int workerId, Window window, int turn, IdLayout layout) {
  /** Checks the parts against each other; messages name the field, the rule and the value. */
  public Lease {
    check(!generator.isEmpty(), "generator must not be empty", generator);
    check(!podUid.isEmpty(), "podUid must not be empty", podUid);
    check(
        workerId >= 0 && workerId <= layout.maxWorkerId(),
        "workerId must fit workerBits (0 to " + layout.maxWorkerId() + ")",
        workerId);
    check(turn >= 0, "turn must not be negative", turn);
  }

  /**
   * Returns a lease for a program that was given its worker ID by hand: all timestamps of the
   * layout, turn 0. Nobody checks that no other program has the same worker ID.
   */
  public static Lease standalone(int workerId, IdLayout layout) {
    return new Lease(
        "standalone",
        "standalone",
        workerId,
        new Window(layout.epochMs(), layout.endMs()),
        0,
        layout);
  }

  private static void check(boolean rule, String text, Object value) {
    if (!rule) {
      throw new IllegalArgumentException(text + ": " + value);
    }
  }
}
