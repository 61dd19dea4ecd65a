// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.server;

import dev.kezuri.sidecar.metrics.SidecarMetrics;
import dev.kezuri.sidecar.wire.FakeIds;
import dev.kezuri.sidecar.wire.Wire;

/** Servers that issue made-up IDs. */
final class Servers {
  private Servers() {}

  static IdServer of(Transport transport, Limits limits, SidecarMetrics metrics) {
    ConnectionGuard guard = new ConnectionGuard(System::nanoTime, limits, metrics);
    return new IdServer(transport, Wire.loop(new FakeIds(), metrics), guard, metrics);
  }
}
