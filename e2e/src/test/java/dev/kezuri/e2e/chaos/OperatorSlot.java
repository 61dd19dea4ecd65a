// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import dev.kezuri.e2e.operator.OperatorProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** One replica of the operator: started again whenever it has ended, as a Deployment does. */
final class OperatorSlot implements AutoCloseable {
  private final Path kubeconfig;
  private final Path folder;
  private final String name;
  private final ClockFile clock;
  private OperatorProcess process;
  private int started;
  private boolean wanted;

  OperatorSlot(Path kubeconfig, Path folder, String name) {
    this.kubeconfig = kubeconfig;
    this.folder = folder;
    this.name = name;
    this.clock = new ClockFile(folder.resolve(name + ".clock"));
  }

  /** From now on it is to run. */
  synchronized void want() {
    wanted = true;
    keep();
  }

  /** Starts it if it is to run and does not. */
  synchronized void keep() {
    if (!wanted || (process != null && process.alive())) {
      return;
    }
    started++;
    try {
      process = OperatorProcess.start(kubeconfig, folder, name + "-" + started, clock.path());
    } catch (IOException e) {
      throw new UncheckedIOException("the operator " + name, e);
    }
  }

  /** Ends it for good; returns when it has. */
  synchronized void stop() throws InterruptedException {
    wanted = false;
    if (process != null) {
      process.kill();
      process.awaitExit();
    }
  }

  synchronized void kill() {
    process.kill();
  }

  synchronized void term() {
    process.terminate();
  }

  /** Sends STOP or CONT, to the process that runs now if one does. */
  synchronized void signal(String signal) throws IOException, InterruptedException {
    try {
      if (process.alive()) {
        process.signal(signal);
      }
    } catch (IOException e) {
      if (process.alive()) {
        throw e;
      }
    }
  }

  ClockFile clock() {
    return clock;
  }

  @Override
  public synchronized void close() {
    wanted = false;
    if (process != null) {
      process.close();
    }
  }
}
