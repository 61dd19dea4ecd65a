// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The operator with a clock that a test sets while it runs. First argument: a file of 16 bytes, two
 * little-endian longs. The first is added to the machine's clock, in ms; the second, unless 0, is
 * the time itself, in ms since 1970: a clock that stands still. The other arguments are the
 * operator's.
 */
public final class FileClockMain {
  private FileClockMain() {}

  /** Runs as {@link OperatorMain} does. */
  public static void main(String[] args) {
    List<String> words = List.of(args);
    Path file = Path.of(words.getFirst());
    System.exit(OperatorMain.run(words.subList(1, words.size()), () -> read(file)).code());
  }

  private static Instant read(Path file) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      long standing = bytes.getLong(Long.BYTES);
      return Instant.ofEpochMilli(
          standing != 0 ? standing : System.currentTimeMillis() + bytes.getLong(0));
    } catch (IOException e) {
      throw new UncheckedIOException("the clock " + file, e);
    }
  }
}
