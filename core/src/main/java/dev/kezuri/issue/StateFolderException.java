// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import java.io.IOException;

/** A state folder that cannot be used at all; the message says why in one line. */
public final class StateFolderException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What is wrong, for exit codes and messages. */
  public enum Reason {
    /** Another process holds the folder's lock. */
    BUSY,
    /** The folder is in memory: it would not survive its node's restart. */
    TMPFS,
    /** It may not be written: a read-only file system, or permissions. */
    READ_ONLY,
    /** No space is left, or a quota is used up. */
    FULL,
    /** Anything else. */
    UNUSABLE
  }

  private final Reason reason;

  /** Made by a {@link Disk}, or by {@link StateFolder} of what a disk threw. */
  public StateFolderException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Returns what is wrong. */
  public Reason reason() {
    return reason;
  }
}
