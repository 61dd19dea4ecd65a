// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The end of what a pod writes down while it runs. */
final class DrawTail {
  private static final int BYTES = 8_192;

  private DrawTail() {}

  /** Returns the last answer with an ID in the newest file of a pod, of the last few. */
  static Optional<DrawLog.Answer> lastAnswer(Path folder, String podUid) {
    List<Path> files = Draws.files(folder, podUid);
    return files.isEmpty()
        ? Optional.empty()
        : wholeLines(files.getLast()).stream()
            .filter(line -> Character.isDigit(line.charAt(0)))
            .map(DrawLog::answer)
            .filter(answer -> !answer.refused())
            .reduce((one, next) -> next);
  }

  private static List<String> wholeLines(Path file) {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      long from = Math.max(0, channel.size() - BYTES);
      ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - from));
      channel.position(from);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // on
      }
      String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
      int begin = from == 0 ? 0 : text.indexOf('\n') + 1;
      int end = text.lastIndexOf('\n') + 1;
      return begin < end ? text.substring(begin, end).lines().toList() : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
