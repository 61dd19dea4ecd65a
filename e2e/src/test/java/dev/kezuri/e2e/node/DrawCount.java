// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Counts IDs while pods write them down; each byte is read once. */
final class DrawCount {
  private final Path folder;
  private final Map<Path, Long> read = new HashMap<>();
  private long ids;

  DrawCount(Path folder) {
    this.folder = folder;
  }

  /** Returns how many there are by now, of lines that are whole. */
  synchronized long now() {
    Draws.files(folder, "").forEach(this::goOn);
    return ids;
  }

  private void goOn(Path file) {
    long from = read.getOrDefault(file, 0L);
    try (SeekableByteChannel channel = Files.newByteChannel(file).position(from);
        InputStream in = Channels.newInputStream(channel)) {
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      int end = text.lastIndexOf('\n') + 1;
      ids +=
          text.substring(0, end)
              .lines()
              .filter(line -> Character.isDigit(line.charAt(0)))
              .mapToLong(line -> DrawLog.answer(line).ids().size())
              .sum();
      read.put(file, from + end);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
