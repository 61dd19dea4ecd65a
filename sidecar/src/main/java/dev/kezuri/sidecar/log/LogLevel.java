// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.log;

import java.util.logging.Level;

/** How much is logged. */
public enum LogLevel {
  /** Whatever helps to find a mistake. */
  DEBUG(Level.FINE),
  /** What changes the state of the process. */
  INFO(Level.INFO),
  /** What somebody should look at. */
  WARN(Level.WARNING),
  /** What keeps IDs from being issued, or is a mistake in the program. */
  ERROR(Level.SEVERE);

  private final Level level;

  LogLevel(Level level) {
    this.level = level;
  }

  Level level() {
    return level;
  }

  /** Returns the highest one that a record of {@code level} reaches. */
  static LogLevel of(Level level) {
    LogLevel reached = DEBUG;
    for (LogLevel one : values()) {
      reached = level.intValue() >= one.level.intValue() ? one : reached;
    }
    return reached;
  }
}
