// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** The wall clock of one process, as {@code FileClockMain} reads it. */
final class ClockFile {
  private static final int OFFSET = 0;
  private static final int STANDING = Long.BYTES;

  private final Path path;

  /** Writes one that goes right. */
  ClockFile(Path path) {
    this.path = path;
    mend();
  }

  Path path() {
    return path;
  }

  /** It is off by so much from now on, and goes on. */
  void off(Duration by) {
    put(STANDING, 0);
    put(OFFSET, by.toMillis());
  }

  /** It stands still. */
  void stop() {
    put(STANDING, System.currentTimeMillis());
  }

  /** It is right again. */
  void mend() {
    off(Duration.ZERO);
  }

  private void put(int at, long value) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(value).flip();
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.write(bytes, at);
    } catch (IOException e) {
      throw new UncheckedIOException("the clock " + path, e);
    }
  }
}
