// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.issue.Refusal;
import dev.kezuri.sidecar.metrics.SidecarMetrics;
import dev.kezuri.sidecar.metrics.SidecarMetrics.Counter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** HTTP where bytes, IDs or the client are late; what is said is in WireTest/http-*. */
class HttpConnectionTest {
  private static final String ID = "GET /id HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String THREE = "GET /ids?n=3 HTTP/1.1\r\nHost: a\r\n\r\n";

  private final FakeIds ids = new FakeIds();
  private final SidecarMetrics metrics = new SidecarMetrics();
  private final WireLoop loop = Wire.loop(ids, metrics);
  private final Connection connection = new Connection(loop);
  private final EmbeddedChannel channel = new EmbeddedChannel(connection);

  HttpConnectionTest() {
    channel.freezeTime();
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private void nextMillisecond() {
    channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    channel.runPendingTasks();
  }

  @Test
  void shouldWaitForTheRestWhenTheMillisecondIsFull() {
    // Given
    ids.fullAfter(2);
    Wire.send(channel, THREE + ID);
    channel.runPendingTasks();
    assertThat(Wire.received(channel)).as("nothing of an answer that is not whole").isEmpty();
    assertThat(ids.asked()).as("nothing spins").isEqualTo(3);

    // When
    ids.fullAfter(2);
    nextMillisecond();

    // Then
    String answer = Wire.received(channel);
    assertThat(answer).contains("Content-Length: 60\r\n", "02\n").endsWith("03\n");
    assertThat(answer.split("HTTP/1.1 200 OK")).hasSize(3);
    assertThat(metrics.get(Counter.IDS)).isEqualTo(4);
  }

  @Test
  void shouldQueueBehindTextCommandsThatWait() {
    // Given
    EmbeddedChannel text = Wire.connect(loop);
    text.freezeTime();
    ids.fullAfter(0);
    Wire.send(text, "get a\r\n");
    ids.fullAfter(1);

    // When
    Wire.send(channel, ID);

    // Then
    assertThat(loop.waiting()).isEqualTo(2);
    assertThat(Wire.received(channel)).isEmpty();
    text.advanceTimeBy(1, TimeUnit.MILLISECONDS);
    text.runScheduledPendingTasks();
    assertThat(Wire.received(text)).startsWith("VALUE a 0 19");
    text.finishAndReleaseAll();
  }

  @Test
  void shouldSayWhyWhenAWaitEndsInALastingRefusal() {
    ids.awaitingDiskAfter(1);
    Wire.send(channel, THREE);
    ids.refusedAfter(0);

    loop.wake();

    assertThat(Wire.received(channel))
        .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
        .endsWith("\r\n\r\nno lease\n");
    assertThat(metrics.get(Refusal.NO_LEASE)).isEqualTo(1);
  }

  @Test
  void shouldBePartialUntilHeadAndBodyAreWhole() {
    assertThat(connection.isPartial()).isFalse();
    Wire.send(channel, "GET /id HTTP/1.1\r\nHost: a\r\n");
    assertThat(connection.isPartial()).as("head").isTrue();
    Wire.send(channel, "Content-Length: 2\r\n\r\n");
    assertThat(connection.isPartial()).as("body").isTrue();
    Wire.send(channel, "x");
    assertThat(connection.completed()).isZero();
    Wire.send(channel, "x");
    assertThat(connection.isPartial()).isFalse();
    assertThat(connection.completed()).isEqualTo(1);
  }

  @Test
  void shouldAnswerWhatIsWholeWhenDrained() {
    // Given
    ids.fullAfter(0);
    Wire.send(channel, ID + "GET /id HT");

    // When
    connection.drain();
    assertThat(connection.isFinished()).isFalse();
    ids.fullAfter(5);
    nextMillisecond();

    // Then
    assertThat(Wire.received(channel)).startsWith("HTTP/1.1 200 OK").endsWith("00\n");
    assertThat(connection.isFinished()).isTrue();
    assertThat(metrics.get(Counter.IDS)).isEqualTo(1);
  }

  @Test
  void shouldAnswerAllWhenTheClientHasNoMoreToSay() {
    ids.fullAfter(1);
    Wire.send(channel, ID + ID);
    channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    assertThat(channel.isOpen()).isTrue();

    ids.fullAfter(1);
    nextMillisecond();

    assertThat(Wire.received(channel)).contains("00\n").endsWith("01\n");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void shouldMakeNoMoreThanATurnWhenRequestsArePipelined() {
    // Given: 100 answers of 20 KB, of which a turn makes 256 KiB
    String burst = "GET /ids?n=1000 HTTP/1.1\r\nHost: a\r\n\r\n".repeat(100);

    // When
    channel.pipeline().fireChannelRead(Wire.bytes(burst)).fireChannelReadComplete();

    // Then
    int first = Wire.received(channel).length();
    assertThat(first).isBetween(256 * 1024, 300 * 1024);
    assertThat(channel.config().isAutoRead()).isFalse();
    channel.runPendingTasks();
    Wire.received(channel);
    assertThat(metrics.get(Counter.IDS)).isEqualTo(100_000);
    assertThat(channel.config().isAutoRead()).isTrue();
  }
}
