// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.admin;

import io.netty.channel.Channel;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.text.ParseException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/**
 * Records by JFR when asked, one recording at a time, on a thread of its own that ends with it.
 * Until then nothing of JFR is loaded. Called on the event loop.
 */
final class FlightRecorder {
  static final int MAX_SECONDS = 300;

  /** What a recording may take of the disk. */
  private static final long MAX_BYTES = 32L * 1024 * 1024;

  private final Path spare;
  private boolean busy;

  /**
   * Makes a recorder at rest.
   *
   * @param spare where files go if there is no place for temporary ones
   */
  FlightRecorder(Path spare) {
    this.spare = spare;
  }

  boolean isBusy() {
    return busy;
  }

  /**
   * Records for so long, or until the channel closes.
   *
   * @param then gets the recording, which has no name any more, or why there is none; on the event
   *     loop, and not if the channel has closed
   */
  void record(int seconds, Channel channel, BiConsumer<FileChannel, Throwable> then) {
    busy = true;
    CountDownLatch gone = new CountDownLatch(1);
    channel.closeFuture().addListener(closed -> gone.countDown());
    Thread.ofPlatform()
        .daemon()
        .name("jfr")
        .start(
            () -> {
              FileChannel file = null;
              Throwable failure = null;
              try {
                file = recorded(seconds, gone);
              } catch (Exception | LinkageError e) {
                failure = e;
              }
              hand(channel, file, failure, then);
            });
  }

  private void hand(
      Channel channel,
      FileChannel file,
      Throwable failure,
      BiConsumer<FileChannel, Throwable> then) {
    channel
        .eventLoop()
        .execute(
            () -> {
              busy = false;
              then.accept(file, failure);
            });
  }

  private FileChannel recorded(int seconds, CountDownLatch gone)
      throws IOException, ParseException, InterruptedException {
    Path folder = folder();
    try (Recording recording = new Recording(Configuration.getConfiguration("profile"))) {
      recording.setMaxSize(MAX_BYTES);
      recording.start();
      boolean left = gone.await(seconds, TimeUnit.SECONDS);
      recording.stop();
      if (left) {
        throw new IOException("the client has gone");
      }
      Path file = Files.createTempFile(folder, "kezuri", ".jfr");
      try {
        recording.dump(file);
        return FileChannel.open(file, StandardOpenOption.READ);
      } finally {
        // What is open stays readable; nothing is left behind, however this ends.
        Files.delete(file);
      }
    }
  }

  /** Returns where files may go, and makes JFR's own go there: a container may have no /tmp. */
  private Path folder() {
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    if (Files.isWritable(folder)) {
      return folder;
    }
    System.setProperty("java.io.tmpdir", spare.toString());
    return spare;
  }
}
