// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import dev.kezuri.lease.Window;

/**
 * Who held a worker ID before.
 *
 * @param podUid the holder
 * @param pod its name, empty text if not written
 * @param node its node, empty text if not written
 * @param window the timestamps it may have issued
 * @param end how it ended
 */
public record Past(String podUid, String pod, String node, Window window, End end) {
  /** How a window ended. */
  public enum End {
    /** By a resignation: the window's end is the high water + 1. */
    GRACEFUL,
    /** The holder went without a word, and the window ran out. */
    LOST
  }
}
