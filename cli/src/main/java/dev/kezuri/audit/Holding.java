// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.audit;

import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.api.v1alpha1.PastWindow;
import dev.kezuri.lease.Window;
import java.util.Objects;

/**
 * A window that a pod has or had.
 *
 * @param pod its name, or its UID where no name is written
 * @param node empty text if none is written
 * @param turn of a window that is held; -1 of one that ended
 * @param end how it ended
 */
public record Holding(String podUid, String pod, String node, int turn, Window window, End end) {
  /** How a window ended. */
  public enum End {
    /** It has not. */
    HELD,
    /** By the sidecar's last word: the end is exact. */
    GRACEFUL,
    /** It ran out: when its pod issued last is not known. */
    LOST
  }

  static Holding of(HeldWindow held) {
    return new Holding(
        held.podUid(),
        Objects.requireNonNullElse(held.pod(), held.podUid()),
        Objects.requireNonNullElse(held.node(), ""),
        held.turn(),
        held.window(),
        End.HELD);
  }

  static Holding of(PastWindow past) {
    return new Holding(
        past.podUid(),
        Objects.requireNonNullElse(past.pod(), past.podUid()),
        Objects.requireNonNullElse(past.node(), ""),
        -1,
        past.window(),
        past.end() == PastWindow.End.GRACEFUL ? End.GRACEFUL : End.LOST);
  }

  /** Returns whether it is this pod's window that starts then. */
  boolean is(String uid, long notBeforeMs) {
    return podUid.equals(uid) && window.notBeforeMs() == notBeforeMs;
  }
}
