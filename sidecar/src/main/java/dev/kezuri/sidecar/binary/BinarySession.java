// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.binary;

import dev.kezuri.sidecar.metrics.SidecarMetrics.Counter;
import dev.kezuri.sidecar.wire.Pause;
import dev.kezuri.sidecar.wire.Session;
import dev.kezuri.sidecar.wire.WireLoop;

/** Closes connections that speak the binary protocol, which is not served yet. */
public final class BinarySession implements Session {
  /** The first byte of every request. */
  public static final byte MAGIC = (byte) 0x80;

  private final WireLoop loop;
  private int position;

  /** Makes the session of one connection. */
  public BinarySession(WireLoop loop) {
    this.loop = loop;
  }

  @Override
  public Pause run(byte[] in, int from, int to) {
    position = to;
    loop.metrics().add(Counter.CLOSED_UNKNOWN, 1);
    return Pause.END;
  }

  @Override
  public int position() {
    return position;
  }

  @Override
  public long completed() {
    return 0;
  }

  @Override
  public boolean isPartial() {
    return false;
  }
}
