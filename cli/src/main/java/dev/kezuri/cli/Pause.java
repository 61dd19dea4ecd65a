// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The time between two looks at something that is waited for. */
final class Pause {
  private static final long POLL_MS = 250;

  private Pause() {}

  /** Lets a moment pass. */
  static void moment() {
    seconds(0);
  }

  /** Lets so many seconds pass, and a moment. */
  static void seconds(int more) {
    try {
      var _ = new CountDownLatch(1).await(more * 1000L + POLL_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted", e);
    }
  }
}
