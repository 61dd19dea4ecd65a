// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

import dev.kezuri.sidecar.metrics.SidecarMetrics;

/** What all connections of one event loop share. Its thread only. */
public final class WireLoop {
  /** As much as one read brings. */
  public static final int READ_BYTES = 64 * 1024;

  private final IdSource ids;
  private final SidecarMetrics metrics;
  private final Sniffer sniffer;
  private final byte[] in = new byte[READ_BYTES];
  private final LoopBuffer out = new LoopBuffer(Answer.CAPACITY);
  private final Answer answer = new Answer();
  private final ParkingLot lot = new ParkingLot();

  /** Makes the shared part. */
  public WireLoop(IdSource ids, SidecarMetrics metrics, Sniffer sniffer) {
    this.ids = ids;
    this.metrics = metrics;
    this.sniffer = sniffer;
  }

  /** Lets commands go on that wait for the disk. To be called on the event loop. */
  public void wake() {
    lot.wake();
  }

  /** Returns how many connections wait for an ID. */
  public int waiting() {
    return lot.size();
  }

  /** Returns where IDs come from. */
  public IdSource ids() {
    return ids;
  }

  /** Returns the loop's counts. */
  public SidecarMetrics metrics() {
    return metrics;
  }

  /** Returns the answer that the session at work fills. */
  public Answer answer() {
    return answer;
  }

  /** Returns the queue of those that wait for an ID. */
  public ParkingLot lot() {
    return lot;
  }

  Sniffer sniffer() {
    return sniffer;
  }

  LoopBuffer out() {
    return out;
  }

  byte[] in() {
    return in;
  }
}
