// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

/** Whoever waits in the {@link ParkingLot}. */
public interface Waiter {
  /** Tries again for the ID; may park again at once. */
  void resumeParked();
}
