// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

/** Holds all workers of a kubelet while its node is away. */
final class Pause {
  private boolean paused;

  synchronized void set(boolean nowPaused) {
    paused = nowPaused;
    notifyAll();
  }

  /** Returns once the kubelet is not paused. */
  synchronized void await() throws InterruptedException {
    while (paused) {
      wait();
    }
  }
}
