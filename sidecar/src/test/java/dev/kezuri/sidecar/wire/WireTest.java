// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each file of WireTest/, however its bytes are cut. */
class WireTest {
  private static final int RANDOM_CUTS = 40;

  @TestFactory
  Stream<DynamicTest> shouldAnswerAsTheTranscriptSays() throws IOException, URISyntaxException {
    Path folder = Path.of(WireTest.class.getResource("/WireTest").toURI());
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.sorted().toList();
    }
    assertThat(files).isNotEmpty();
    return files.stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(), () -> play(Transcript.read(file))));
  }

  private static void play(Transcript transcript) {
    // Given
    int length = transcript.sent().length;
    Random random = new Random(transcript.sent().length);

    // When
    String whole = answer(transcript, () -> length);

    // Then
    assertThat(answer(transcript, () -> 1)).as("byte by byte").isEqualTo(whole);
    for (int i = 0; i < RANDOM_CUTS; i++) {
      int most = 1 + random.nextInt(Math.min(length, 1 << (1 + i % 12)));
      assertThat(answer(transcript, () -> 1 + random.nextInt(most)))
          .as("random cut " + i)
          .isEqualTo(whole);
    }
  }

  private static String answer(Transcript transcript, IntSupplier pieces) {
    EmbeddedChannel channel = Wire.connect(Wire.loop(new FakeIds().refusedAfter(transcript.ids())));
    StringBuilder answer = new StringBuilder();
    byte[] sent = transcript.sent();
    for (int at = 0; at < sent.length; ) {
      int end = Math.min(sent.length, at + pieces.getAsInt());
      Wire.send(channel, sent, at, end);
      channel.runPendingTasks();
      answer.append(Wire.received(channel));
      at = end;
    }
    boolean closed = !channel.isOpen();
    channel.finishAndReleaseAll();
    transcript.check(Transcript.Server.KEZURI, answer.toString(), closed);
    return answer.toString();
  }
}
