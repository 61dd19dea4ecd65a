// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

import dev.kezuri.local.controlplane.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Gives each pod ports of its own, for all pods share one host. Safe for use by several threads.
 */
public interface PortAllocator {
  /** Takes a pair of ports for one pod. */
  Ports take();

  /** Takes the pair back once the pod's process has ended. */
  void release(Ports ports);

  /**
   * The two ports of one pod.
   *
   * @param ids where the sidecar serves IDs
   * @param admin where it answers probes
   */
  record Ports(int ids, int admin) {}

  /** Ports that nobody listened on when they were asked for. */
  static PortAllocator free() {
    return new PortAllocator() {
      @Override
      public Ports take() {
        try {
          List<Integer> ports = FreePorts.take(2);
          return new Ports(ports.get(0), ports.get(1));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public void release(Ports ports) {}
    };
  }
}
