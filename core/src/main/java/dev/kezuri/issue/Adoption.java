// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import dev.kezuri.lease.Resignation;

/** What became of a lease that was offered to {@link IdIssuer#adopt}. */
public sealed interface Adoption {
  /** It is in force, and the state on disk names its grant and turn. */
  record Adopted() implements Adoption {}

  /** It is older than what is in force, the same, or contradicts it; nothing has changed. */
  record Ignored(String why) implements Adoption {}

  /**
   * Its turn was closed before: nothing is issued in it again, and {@code resignation} is what was
   * said then, to be said again.
   */
  record TurnClosed(Resignation resignation) implements Adoption {}

  /** The folder does not hold what this lease's issuer must have written; final. */
  record StateLost(String why) implements Adoption {}

  /** The disk failed, now or before; final for this process. */
  record Refused(String why) implements Adoption {}
}
