// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import java.io.PrintStream;
import java.util.function.Supplier;

/** Tells a person what is awaited, while it is awaited. */
public interface Progress {
  /**
   * Begins to tell about one thing, until the result is closed.
   *
   * @param what such as {@code building etcd 3.7.3}
   * @param detail how far it is by now, such as {@code 120 packages}; may be empty; asked from
   *     another thread
   */
  Step begin(String what, Supplier<String> detail);

  /** One thing that is awaited. */
  interface Step extends AutoCloseable {
    /** It came. */
    void done();

    /** Ends the telling; unless it is done, it failed. */
    @Override
    void close();
  }

  /** Says nothing. */
  static Progress silent() {
    return (what, detail) ->
        new Step() {
          @Override
          public void done() {}

          @Override
          public void close() {}
        };
  }

  /** One line that counts the seconds if a person looks on, else a line now and then. */
  static Progress on(PrintStream out) {
    boolean terminal = System.console() != null && System.console().isTerminal();
    return (what, detail) -> new ProgressLine(out, terminal, what, detail);
  }
}
