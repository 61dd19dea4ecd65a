// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import dev.kezuri.lease.UtcMillis;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** One line an event on stderr: time, level, then key=value as the caller wrote it. */
final class LogLines extends Formatter {
  /** Sends all logs, Netty's as well, to stderr in this form. */
  static void install() {
    InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
    LogManager.getLogManager().reset();
    ConsoleHandler console = new ConsoleHandler();
    console.setFormatter(new LogLines());
    Logger root = Logger.getLogger("");
    root.addHandler(console);
    root.setLevel(Level.INFO);
    Logger.getLogger("io.netty").setLevel(Level.WARNING);
  }

  /** Returns {@code text} as a value: quoted, in one line. */
  static String quoted(String text) {
    return '"' + text.replace('"', '\'').replaceAll("[\\r\\n\\t]+", " ") + '"';
  }

  @Override
  public String format(LogRecord event) {
    String message = formatMessage(event);
    StringBuilder line =
        new StringBuilder(160)
            .append(UtcMillis.format(event.getMillis()))
            .append(" level=")
            .append(event.getLevel().getName())
            .append(' ')
            .append(message.startsWith("event=") ? message : "event=log text=" + quoted(message));
    Throwable thrown = event.getThrown();
    if (thrown != null) {
      line.append(" error=").append(quoted(thrown.toString()));
      StackTraceElement[] stack = thrown.getStackTrace();
      for (int i = 0; i < Math.min(stack.length, 4); i++) {
        line.append(i == 0 ? " at=" : "<").append(stack[i]);
      }
    }
    return line.append('\n').toString();
  }
}
