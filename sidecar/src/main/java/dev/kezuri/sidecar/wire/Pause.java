// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

/** Why a session stopped taking bytes. */
public enum Pause {
  /** All whole commands are answered. */
  INPUT,
  /** The answer must be sent before there is room for more. */
  OUTPUT,
  /** Others wait for IDs already: behind them. */
  QUEUE,
  /** The present millisecond has no ID left. */
  NEXT_MS,
  /** The reservation is on its way to the disk. */
  UNTIL_WOKEN,
  /** Send what is there, then close; what may still come is not read as commands. */
  END,
  /** The client said quit. */
  QUIT;

  /** Returns how long to wait for an ID; null if there is no point in it. */
  public static Pause until(IdSource.Patience patience) {
    return switch (patience) {
      case NEXT_MS -> NEXT_MS;
      case UNTIL_WOKEN -> UNTIL_WOKEN;
      case NONE -> null;
    };
  }
}
