// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.text;

import dev.kezuri.sidecar.admin.SidecarMetrics;

/** What all text connections of one event loop share. Its thread only. */
public final class TextLoop {
  /** As much as one read brings. */
  static final int READ_BYTES = 64 * 1024;

  private final IdSource ids;
  private final SidecarMetrics metrics;
  private final StatsCommand stats;
  private final byte[] versionLine;
  private final byte[] in = new byte[READ_BYTES];
  private final Answer answer = new Answer();
  private final ParkingLot lot = new ParkingLot();

  /**
   * Makes the shared part.
   *
   * @param version the sidecar's version, which {@code version} tells
   */
  public TextLoop(IdSource ids, SidecarMetrics metrics, StatsSource stats, String version) {
    this.ids = ids;
    this.metrics = metrics;
    this.stats = new StatsCommand(stats);
    this.versionLine = Answer.ascii("VERSION " + versionText(version) + "\r\n");
  }

  /**
   * Returns what the protocols tell as version: libmemcached refuses a major version of 0, and
   * node-memcached needs the last word to be three numbers.
   */
  public static String versionText(String version) {
    return "1.6.0 kezuri/" + version.replaceFirst("-.*", "");
  }

  /** Lets commands go on that wait for the disk. To be called on the event loop. */
  public void wake() {
    lot.wake();
  }

  /** Returns how many connections wait for an ID. */
  public int waiting() {
    return lot.size();
  }

  IdSource ids() {
    return ids;
  }

  SidecarMetrics metrics() {
    return metrics;
  }

  StatsCommand stats() {
    return stats;
  }

  byte[] versionLine() {
    return versionLine;
  }

  byte[] in() {
    return in;
  }

  Answer answer() {
    return answer;
  }

  ParkingLot lot() {
    return lot;
  }
}
