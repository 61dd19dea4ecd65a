// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Keeps tasks until the test runs them, on the test's thread. */
public final class ManualExecutor implements Executor {
  private final Queue<Runnable> tasks = new ArrayDeque<>();

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  /** Runs all tasks, those that they add too; returns how many there were. */
  public int runAll() {
    int ran = 0;
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
      ran++;
    }
    return ran;
  }

  /** Forgets all tasks, as a killed process does. */
  public void clear() {
    tasks.clear();
  }

  /** Returns how many tasks wait. */
  public int waiting() {
    return tasks.size();
  }
}
