// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.log;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * The set-up of the logs. Whoever logs writes a message such as {@code event=lease_refused
 * why="…"}: an event's name, then keys in lower case, with {@link #quoted} around texts.
 */
public final class LogLines {
  /** Held, or its level would be forgotten with it. */
  private static final Logger NETTY = Logger.getLogger("io.netty");

  private LogLines() {}

  /** Sends all logs, Netty's as well, to stderr. */
  public static void install(LogFormat format, LogLevel level) {
    InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.addHandler(new StderrLog(new LineFormatter(format)));
    root.setLevel(level.level());
    NETTY.setLevel(level == LogLevel.ERROR ? Level.SEVERE : Level.WARNING);
  }

  /** Returns {@code text} as a value: quoted, in one line, so that it can be read back. */
  public static String quoted(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (Character.isISOControl(c)) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }
}
