// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each file of WireTest/, however its bytes are cut. */
class WireTest {
  private static final int RANDOM_CUTS = 40;
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");

  @TestFactory
  Stream<DynamicTest> shouldAnswerAsTheTranscriptSays() throws IOException, URISyntaxException {
    return transcripts().stream()
        .map(transcript -> DynamicTest.dynamicTest(transcript.name(), () -> play(transcript)));
  }

  /** Both ways: what the table of differences names is one, and what is one is named. */
  @Test
  void shouldBeNamedInTheDocumentWhenMemcachedDiffers() throws IOException, URISyntaxException {
    // Given
    String document = Files.readString(Path.of("..", "docs", "wire.md"));
    String differences = document.split("## Differences from memcached")[1].split("\n## ")[0];
    Set<String> named = new TreeSet<>();
    for (String row : differences.lines().filter(line -> line.startsWith("| ")).toList()) {
      Matcher name = NAME.matcher(row.substring(row.lastIndexOf('|', row.length() - 2)));
      while (name.find()) {
        named.add(name.group(1));
      }
    }

    // When
    Set<String> differing = new TreeSet<>();
    transcripts().stream().filter(Transcript::differs).forEach(t -> differing.add(t.name()));

    // Then
    assertThat(named).isEqualTo(differing);
  }

  static List<Transcript> transcripts() throws IOException, URISyntaxException {
    Path folder = Path.of(WireTest.class.getResource("/WireTest").toURI());
    List<Transcript> transcripts = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        transcripts.add(Transcript.read(file));
      }
    }
    assertThat(transcripts).isNotEmpty();
    return transcripts;
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
