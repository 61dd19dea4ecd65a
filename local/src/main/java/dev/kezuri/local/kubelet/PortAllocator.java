// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

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
        // Both are held at the same time, so that they differ.
        try (ServerSocket ids = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            ServerSocket admin = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
          return new Ports(ids.getLocalPort(), admin.getLocalPort());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public void release(Ports ports) {}
    };
  }
}
