// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.binary;

import dev.kezuri.sidecar.wire.Answer;
import dev.kezuri.sidecar.wire.DecimalIds;
import dev.kezuri.sidecar.wire.Session;
import dev.kezuri.sidecar.wire.StatsSource;
import dev.kezuri.sidecar.wire.VersionText;
import dev.kezuri.sidecar.wire.WireLoop;

/** What all binary connections of one event loop share. Its thread only. */
public final class BinaryProtocol {
  /** The first byte of every request. */
  public static final byte MAGIC = (byte) 0x80;

  private final byte[] version;
  private final BinaryStats stats;
  private final DecimalIds decimals = new DecimalIds();

  /**
   * Makes the shared part.
   *
   * @param version the sidecar's version, which VERSION tells
   */
  public BinaryProtocol(StatsSource stats, String version) {
    this.version = Answer.ascii(VersionText.of(version));
    this.stats = new BinaryStats(stats);
  }

  /** Returns the parser of one connection. */
  public Session session(WireLoop loop) {
    return new BinarySession(loop, this);
  }

  byte[] version() {
    return version;
  }

  BinaryStats stats() {
    return stats;
  }

  DecimalIds decimals() {
    return decimals;
  }
}
