// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.cluster;

import dev.kezuri.local.controlplane.RealControlPlane;
import java.io.IOException;
import java.util.stream.Collectors;

/** Starts a control plane, prints its processes and its kubeconfig, and waits to be killed. */
final class StartAndPrint {
  private StartAndPrint() {}

  public static void main(String[] args) throws IOException {
    RealControlPlane plane = RealControlPlane.start();
    String pids =
        ProcessHandle.current()
            .descendants()
            .map(child -> Long.toString(child.pid()))
            .collect(Collectors.joining(" "));
    System.out.println(plane.kubeconfig().orElseThrow() + " " + pids);
    System.out.flush();
    while (System.in.read() >= 0) {
      // Lives until it is killed, or its parent is gone.
    }
    plane.close();
  }
}
