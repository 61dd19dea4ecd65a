// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.Window;

/** Leases for tests: pod {@code pod-a}, worker ID 17, one hour from {@link #NOON}. */
public final class Leases {
  /** 2026-11-23T12:00:00Z. */
  public static final long NOON = 1_795_435_200_000L;

  /** One hour. */
  public static final long HOUR = 3_600_000L;

  private Leases() {}

  /** Returns the plain one, in this turn. */
  public static Lease inTurn(int turn) {
    return lease("pod-a", 17, NOON, NOON + HOUR, turn);
  }

  /** Returns one of the default layout. */
  public static Lease lease(String podUid, int workerId, long notBefore, long notAfter, int turn) {
    return new Lease(
        "shop/orders", podUid, workerId, new Window(notBefore, notAfter), turn, IdLayout.DEFAULT);
  }
}
