// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/** Held by the one run that builds; the kernel lets go of it when that run dies. */
final class BuildLock implements AutoCloseable {
  // A file lock is the whole JVM's, so that its threads need one of their own.
  private static final ReentrantLock THREADS = new ReentrantLock();

  private final FileChannel channel;

  private BuildLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits, telling so, until no other run builds. */
  static BuildLock take(Path folder, Progress progress) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    THREADS.lockInterruptibly();
    try {
      FileChannel channel =
          FileChannel.open(
              folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        lock(channel, progress);
        return new BuildLock(channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      THREADS.unlock();
      throw e;
    }
  }

  private static void lock(FileChannel channel, Progress progress) throws IOException {
    FileLock lock = channel.tryLock();
    if (lock == null) {
      try (Progress.Step step = progress.begin("another run builds the binaries", () -> "")) {
        lock = channel.lock();
        step.done();
      }
    }
    if (!lock.isValid()) {
      throw new IOException("the lock was lost at once");
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      THREADS.unlock();
    }
  }
}
