// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import dev.kezuri.lease.Lease;
import dev.kezuri.lease.Resignation;

/**
 * What an issuer must remember.
 *
 * @param podUid whose it is
 * @param workerId with {@code notBeforeMs} the name of the grant
 * @param notBeforeMs start of the window, ms since 1970
 * @param turn the lease's turn
 * @param untilMs T: timestamps up to and including this one may have been issued; notBefore - 1 or
 *     the layout's epoch - 1 if none
 * @param closed whether this turn was resigned at {@code untilMs}
 */
record StateRecord(
    String podUid, int workerId, long notBeforeMs, int turn, long untilMs, boolean closed) {

  /** Returns the first record of an empty folder: nothing reserved. */
  static StateRecord first(Lease lease) {
    return of(lease, Terms.firstMs(lease) - 1);
  }

  static StateRecord of(Lease lease, long untilMs) {
    return new StateRecord(
        lease.podUid(),
        lease.workerId(),
        lease.window().notBeforeMs(),
        lease.turn(),
        untilMs,
        false);
  }

  StateRecord reservedUntil(long ms) {
    return new StateRecord(podUid, workerId, notBeforeMs, turn, ms, false);
  }

  /** Returns the last record of the turn; notBefore counts as issued, as the resignation says. */
  StateRecord closedAt(long lastMs) {
    return new StateRecord(
        podUid, workerId, notBeforeMs, turn, Math.max(lastMs, notBeforeMs), true);
  }

  /** Returns what a closed record says. */
  Resignation resignation() {
    return new Resignation(workerId, notBeforeMs, turn, untilMs);
  }
}
