// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.log;

import java.io.UnsupportedEncodingException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.StreamHandler;

/**
 * Writes to stderr, in UTF-8. Of a flood it writes the beginning, and once a second how much was
 * left out: for that a thread lives as long as there is something to tell.
 */
final class StderrLog extends Handler {
  private final StreamHandler console;
  private final FloodGate gate = new FloodGate(System::nanoTime);
  private final AtomicBoolean telling = new AtomicBoolean();

  StderrLog(Formatter formatter) {
    // No ConsoleHandler: it would load SimpleFormatter, and with it the formats of all locales.
    console = new StreamHandler(System.err, formatter);
    try {
      console.setEncoding("UTF-8");
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("every JDK has UTF-8", e);
    }
    console.setLevel(Level.ALL);
  }

  @Override
  public void publish(LogRecord record) {
    if (gate.admits(Fields.event(String.valueOf(record.getMessage())))) {
      write(record);
    } else if (!telling.getAndSet(true)) {
      var _ = Thread.ofPlatform().daemon().name("log").start(this::tellLater);
    }
  }

  private void tellLater() {
    LockSupport.parkNanos(FloodGate.SECOND_NS);
    telling.set(false);
    tell();
  }

  private void tell() {
    gate.drain()
        .forEach(
            (event, count) ->
                write(new LogRecord(Level.WARNING, "event=" + event + " suppressed=" + count)));
  }

  private void write(LogRecord record) {
    console.publish(record);
    console.flush();
  }

  @Override
  public void flush() {
    console.flush();
  }

  @Override
  public void close() {
    tell();
    console.flush();
  }
}
