// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.Window;

/** Leases for tests. */
final class Leases {
  static final String POD = "3f8e0b0a-0000-4000-8000-000000000017";
  private static final long HOUR_MS = 3_600_000;

  private Leases() {}

  /** Returns a lease of worker ID 17 whose window began an hour ago. */
  static Lease of(String podUid, int turn) {
    return of(podUid, turn, 1);
  }

  static Lease of(String podUid, int turn, int hours) {
    long start = START_MS;
    Window window = new Window(start, start + (1 + hours) * HOUR_MS);
    return new Lease("shop/orders", podUid, 17, window, turn, IdLayout.DEFAULT);
  }

  private static final long START_MS = System.currentTimeMillis() - HOUR_MS;
}
