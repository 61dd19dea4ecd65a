// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The transcripts, played to the memcached that {@code -Dmemcached} names: what they say of it is
 * true. Run by e2e/wire.sh, which finds one; its tag keeps it out of builds that have none.
 */
@Tag("memcached")
class MemcachedWire {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** What shows that all before it is answered. */
  private static final String TEXT_END = "mg end-of-transcript k\r\n";

  private static final String TEXT_END_ANSWER = "EN kend-of-transcript\r\n";
  private static final String BINARY_END =
      Expectation.bytes("80 0a 0000 00 00 0000 00000000 7e57e57e 0000000000000000");
  private static final String BINARY_END_ANSWER =
      Expectation.bytes("81 0a 0000 00 00 0000 00000000 7e57e57e 0000000000000000");

  @TempDir private static Path folder;
  private static int servers;

  @TestFactory
  Stream<DynamicTest> shouldAnswerAsTheTranscriptSays() throws Exception {
    assertThat(System.getProperty("memcached")).as("-Dmemcached, see e2e/wire.sh").isNotNull();
    return WireTest.transcripts().stream()
        .filter(transcript -> transcript.notForMemcached() == null)
        .map(transcript -> DynamicTest.dynamicTest(transcript.name(), () -> play(transcript)));
  }

  /** Each has a server of its own, that nothing is left from the one before. */
  private static void play(Transcript transcript) throws IOException {
    Path socket = folder.resolve("memcached" + servers++);
    ProcessBuilder command =
        new ProcessBuilder(
            System.getProperty("memcached"),
            "-u",
            System.getProperty("user.name"),
            "-s",
            socket.toString(),
            "-t",
            "1");
    Process memcached = command.inheritIO().start();
    try {
      var address = UnixDomainSocketAddress.of(socket);
      await().atMost(PATIENCE).ignoreExceptions().until(() -> ask(address, "", TEXT_END).isEmpty());
      play(transcript, address);
    } finally {
      memcached.destroyForcibly();
    }
  }

  private static void play(Transcript transcript, UnixDomainSocketAddress address)
      throws IOException {
    // Given
    String stored = ask(address, String.join("", transcript.fills()), TEXT_END);
    assertThat(stored.replace("STORED\r\n", "").replace("HD\r\n", "")).as("m!").isEmpty();

    // When
    String sent = new String(transcript.sent(), StandardCharsets.ISO_8859_1);
    boolean binary = sent.charAt(0) == 0x80;
    String answer = ask(address, sent, binary ? BINARY_END : TEXT_END);

    // Then
    boolean closed = answer.endsWith(CLOSED);
    String told = closed ? answer.substring(0, answer.length() - CLOSED.length()) : answer;
    transcript.check(Transcript.Server.MEMCACHED, told, closed);
  }

  /** Stands behind the answer where the connection was closed. */
  private static final String CLOSED = "(closed)";

  /** Returns what is answered before {@code end} is. */
  private static String ask(UnixDomainSocketAddress address, String request, String end)
      throws IOException {
    String last = end.equals(TEXT_END) ? TEXT_END_ANSWER : BINARY_END_ANSWER;
    StringBuilder answer = new StringBuilder();
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Selector selector = Selector.open()) {
      channel.connect(address);
      ByteBuffer bytes = StandardCharsets.ISO_8859_1.encode(request + end);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      ByteBuffer in = ByteBuffer.allocate(64 * 1024);
      while (!answer.toString().endsWith(last)) {
        assertThat(selector.select(PATIENCE.toMillis())).as("no more than: " + answer).isPositive();
        selector.selectedKeys().clear();
        if (isAtEnd(channel, in.clear())) {
          return answer + CLOSED;
        }
        answer.append(StandardCharsets.ISO_8859_1.decode(in.flip()));
      }
    }
    return answer.substring(0, answer.length() - last.length());
  }

  private static boolean isAtEnd(SocketChannel channel, ByteBuffer in) throws IOException {
    try {
      return channel.read(in) < 0;
    } catch (SocketException e) {
      // Closed with something unread: as good as an end.
      return true;
    }
  }
}
