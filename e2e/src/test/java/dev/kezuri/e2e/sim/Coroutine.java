// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import java.util.concurrent.Semaphore;

/**
 * A piece of product code that waits in the middle, for a request or a timer, while the rest of the
 * world goes on. It has a stack of its own; only one of all stacks of a world runs at a time, and
 * which one the agenda decides: for all that can be seen this is one thread.
 */
final class Coroutine {
  /** Its process was killed: nothing that any code may handle. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed", null, false, false);
    }
  }

  private final Semaphore body = new Semaphore(0);
  private final Semaphore world = new Semaphore(0);
  private boolean killed;
  private boolean done;
  private Throwable failure;

  /** Runs {@code code} until it waits for the first time. */
  void start(Runnable code) {
    Thread.ofVirtual().start(() -> run(code));
    handOver();
  }

  private void run(Runnable code) {
    body.acquireUninterruptibly();
    try {
      code.run();
    } catch (Killed e) {
      // The end that was meant.
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      done = true;
      world.release();
    }
  }

  private void handOver() {
    body.release();
    world.acquireUninterruptibly();
    if (failure != null) {
      throw new IllegalStateException("product code failed", failure);
    }
  }

  /** Called by the code itself: waits until {@link #resume}. */
  void await() {
    check();
    world.release();
    body.acquireUninterruptibly();
    check();
  }

  /** Called by the code itself: ends it if it was killed. */
  void check() {
    if (killed) {
      throw new Killed();
    }
  }

  /** Lets the code go on until it waits again or ends. */
  void resume() {
    if (!done) {
      handOver();
    }
  }

  /** Ends the code where it waits. */
  void kill() {
    killed = true;
    resume();
  }

  boolean done() {
    return done;
  }
}
