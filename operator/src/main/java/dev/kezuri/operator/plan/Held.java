// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import dev.kezuri.lease.Window;

/**
 * Who holds a worker ID now.
 *
 * @param podUid the holder
 * @param pod its name, empty text if not written
 * @param node its node, empty text if not written
 * @param turn see the design: only grows
 * @param window the timestamps held; only its notAfter grows
 */
public record Held(String podUid, String pod, String node, int turn, Window window) {
  /** Returns this holder's end of a window that ends at {@code endMs}. */
  Past past(long endMs, Past.End end) {
    return new Past(podUid, pod, node, new Window(window.notBeforeMs(), endMs), end);
  }
}
