// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import dev.kezuri.sidecar.server.IdServer;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The orderly end: stop accepting, answer what was received whole, resign, and only then say so.
 * Without Kubernetes nobody resigns: the state folder is all the memory there is.
 */
final class Shutdown {
  private static final Logger LOG = Logger.getLogger(Shutdown.class.getName());

  /** How long answers may take to be sent. */
  private static final long DRAIN_MS = 2000;

  private final IdServer server;
  private final Optional<LeaseWatcher> watcher;
  private final LeaseIntake intake;
  private final Exit exit;

  Shutdown(IdServer server, Optional<LeaseWatcher> watcher, LeaseIntake intake, Exit exit) {
    this.server = server;
    this.watcher = watcher;
    this.intake = intake;
    this.exit = exit;
  }

  /** Begins, on a thread of its own. */
  void begin() {
    Thread.ofPlatform().name("shutdown").start(this::run);
  }

  private void run() {
    try {
      LOG.info("event=stopping");
      server.stopAccepting();
      server.drain(DRAIN_MS);
      if (watcher.isPresent()) {
        watcher.get().stop();
        intake.resign();
      }
      server.close();
      exit.request(ExitCode.ORDERLY);
    } catch (InterruptedException | RuntimeException e) {
      LOG.log(Level.SEVERE, "event=stopping_failed", e);
      exit.request(ExitCode.INTERNAL_ERROR);
    }
  }
}
