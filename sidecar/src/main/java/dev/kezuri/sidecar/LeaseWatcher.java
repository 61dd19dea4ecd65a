// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The thread that sees the lease file change. The kubelet replaces a projected volume by a rename
 * of {@code ..data}, so the folder is watched; it is looked at from time to time as well, for nodes
 * that have no watches left and for file systems that have none.
 */
final class LeaseWatcher {
  private static final Logger LOG = Logger.getLogger(LeaseWatcher.class.getName());

  /** The longest that a missed event goes unnoticed. */
  private static final long LOOK_MS = 2000;

  private static final long LOOK_UNWATCHED_MS = 500;

  private final LeaseFile file;
  private final LeaseIntake intake;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;
  private boolean saidUnwatched;

  LeaseWatcher(LeaseFile file, LeaseIntake intake) {
    this.file = file;
    this.intake = intake;
    this.thread = Thread.ofPlatform().daemon().name("lease").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Takes no further lease; returns when the last one is taken. */
  void stop() throws InterruptedException {
    stopped.countDown();
    thread.join();
  }

  private boolean running() {
    return stopped.getCount() > 0;
  }

  private void run() {
    try {
      while (running()) {
        watch();
      }
    } catch (InterruptedException | RuntimeException e) {
      intake.failed(e);
    }
  }

  private void watch() throws InterruptedException {
    try (WatchService watches = file.folder().getFileSystem().newWatchService()) {
      WatchKey key =
          file.folder()
              .register(
                  watches,
                  StandardWatchEventKinds.ENTRY_CREATE,
                  StandardWatchEventKinds.ENTRY_MODIFY,
                  StandardWatchEventKinds.ENTRY_DELETE);
      boolean valid = true;
      while (running() && valid) {
        look();
        // Short waits, so that stop() need not wake a thread that may be writing to the disk.
        for (long left = LOOK_MS; left > 0 && running(); left -= 100) {
          if (watches.poll(100, TimeUnit.MILLISECONDS) != null) {
            key.pollEvents();
            valid = key.reset();
            break;
          }
        }
      }
    } catch (IOException | UnsupportedOperationException | ClosedWatchServiceException e) {
      if (!saidUnwatched) {
        saidUnwatched = true;
        LOG.log(Level.INFO, "event=lease_unwatched looking_every_ms=" + LOOK_UNWATCHED_MS, e);
      }
      look();
      var _ = stopped.await(LOOK_UNWATCHED_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void look() {
    intake.look(file);
  }
}
