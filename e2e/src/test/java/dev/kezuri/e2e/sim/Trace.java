// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import dev.kezuri.lease.UtcMillis;
import java.io.PrintStream;
import java.util.function.Supplier;

/** What happened, line by line, if anybody wants to know. */
final class Trace {
  /** Nobody does. */
  static final Trace NONE = new Trace(null);

  private final PrintStream out;

  Trace(PrintStream out) {
    this.out = out;
  }

  boolean on() {
    return out != null;
  }

  void say(long atMs, Supplier<String> what) {
    if (out != null) {
      out.print(UtcMillis.format(atMs) + " " + what.get() + "\n");
    }
  }
}
