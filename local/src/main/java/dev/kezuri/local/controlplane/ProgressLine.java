// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The line about one step: written over itself in a terminal, said anew now and then elsewhere. */
final class ProgressLine implements Progress.Step {
  private static final int TERMINAL_MS = 500;
  private static final int PLAIN_MS = 15_000;

  private final PrintStream out;
  private final boolean terminal;
  private final String what;
  private final Supplier<String> detail;
  private final Stopwatch watch = Stopwatch.start();
  private final CountDownLatch ended = new CountDownLatch(1);
  private boolean done;

  ProgressLine(PrintStream out, boolean terminal, String what, Supplier<String> detail) {
    this.out = out;
    this.terminal = terminal;
    this.what = what;
    this.detail = detail;
    show("…");
    Thread.ofVirtual().name("progress").start(this::tell);
  }

  private void tell() {
    try {
      while (!ended.await(terminal ? TERMINAL_MS : PLAIN_MS, TimeUnit.MILLISECONDS)) {
        show("…");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void done() {
    done = true;
  }

  @Override
  public synchronized void close() {
    if (ended.getCount() > 0) {
      ended.countDown();
      show(done ? "done" : "failed");
      if (terminal) {
        out.println();
      }
    }
  }

  private synchronized void show(String state) {
    if (ended.getCount() == 0 && state.equals("…")) {
      return;
    }
    String more = detail.get();
    String line =
        "%s %s %d s%s"
            .formatted(what, state, watch.elapsed().toSeconds(), more.isEmpty() ? "" : ", " + more);
    if (terminal) {
      // Carriage return, the line, and what is left of a longer one before it erased.
      out.print("\r" + line + "\u001b[K");
    } else {
      out.println(line);
    }
    out.flush();
  }
}
