// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.sidecar.metrics.SidecarMetrics;
import dev.kezuri.sidecar.metrics.SidecarMetrics.Counter;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionTest {
  private static final String TWO_VALUES =
      "VALUE a 0 19\r\n1500000000000000000\r\nVALUE b 0 19\r\n1500000000000000001\r\nEND\r\n";

  private final FakeIds ids = new FakeIds();
  private final SidecarMetrics metrics = new SidecarMetrics();
  private final WireLoop loop = Wire.loop(ids, metrics);
  private final EmbeddedChannel channel = Wire.connect(loop);

  /** Timers run when a test says so, however slow the machine is. */
  @BeforeEach
  void freeze() {
    channel.freezeTime();
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private void nextMillisecond() {
    channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
    channel.runPendingTasks();
  }

  @Test
  void shouldAnswerWholeLaterWhenMillisecondIsFull() {
    // Given
    ids.fullAfter(1);
    Wire.send(channel, "version\r\nget a b\r\nversion\r\n");

    // When: what comes before the command is not held back, nothing of it is sent
    assertThat(Wire.received(channel)).isEqualTo("VERSION 1.6.0 kezuri/0.1.0\r\n");
    ids.fullAfter(5);
    nextMillisecond();

    // Then
    assertThat(Wire.received(channel)).isEqualTo(TWO_VALUES + "VERSION 1.6.0 kezuri/0.1.0\r\n");
  }

  @Test
  void shouldStopReadingWhenMoreComesWhileACommandWaits() {
    // Given
    ids.fullAfter(0);
    Wire.send(channel, "get a b\r\n");
    assertThat(channel.config().isAutoRead()).as("most clients send no more now").isTrue();

    // When
    Wire.send(channel, "version\r\n");

    // Then
    assertThat(channel.config().isAutoRead()).isFalse();
    ids.fullAfter(5);
    nextMillisecond();
    assertThat(Wire.received(channel)).isEqualTo(TWO_VALUES + "VERSION 1.6.0 kezuri/0.1.0\r\n");
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void shouldNotSpinWhenMillisecondIsFull() {
    // Given
    ids.fullAfter(0);

    // When
    Wire.send(channel, "get a\r\n");
    channel.runPendingTasks();
    channel.runPendingTasks();

    // Then
    assertThat(ids.asked()).isEqualTo(1);
    assertThat(loop.waiting()).isEqualTo(1);
  }

  @Test
  void shouldGoOnWhenWokenByTheDisk() {
    // Given
    ids.awaitingDiskAfter(1);
    Wire.send(channel, "get a b\r\n");
    nextMillisecond();
    assertThat(Wire.received(channel)).isEmpty();
    assertThat(ids.asked()).as("not asked again before it is woken").isEqualTo(2);

    // When
    ids.fullAfter(5);
    loop.wake();

    // Then
    assertThat(Wire.received(channel)).isEqualTo(TWO_VALUES);
  }

  @Test
  void shouldGoOnWhenTheWakeUpIsLost() {
    // Given
    ids.awaitingDiskAfter(0);
    Wire.send(channel, "get a b\r\n");
    ids.fullAfter(5);

    // When
    channel.advanceTimeBy(1, TimeUnit.SECONDS);
    channel.runPendingTasks();

    // Then
    assertThat(Wire.received(channel)).isEqualTo(TWO_VALUES);
  }

  @Test
  void shouldSayWhyWhenAWaitEndsInALastingRefusal() {
    // Given
    ids.fullAfter(1);
    Wire.send(channel, "get a b\r\n");

    // When
    ids.refusedAfter(0);
    nextMillisecond();

    // Then
    assertThat(Wire.received(channel)).isEqualTo("SERVER_ERROR no lease\r\n");
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void shouldCloseWhenRefusedAfterPartOfTheAnswerIsSent() {
    // Given
    ids.refusedAfter(3000);

    // When
    Wire.send(channel, "get" + " k".repeat(5000) + "\r\nversion\r\n");

    // Then
    assertThat(Wire.received(channel))
        .startsWith("VALUE k 0 19\r\n")
        .doesNotContain("END", "ERROR", "VERSION");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void shouldServeInTurnWhenOneTakesAllOfEachMillisecond() {
    // Given
    EmbeddedChannel other = Wire.connect(loop);
    ids.fullAfter(100);
    Wire.send(channel, "get" + " k".repeat(1000) + "\r\n");
    Wire.send(other, "get a\r\n");
    assertThat(loop.waiting()).as("the second queues behind the first").isEqualTo(2);

    // When
    ids.fullAfter(100);
    nextMillisecond();
    assertThat(Wire.received(other)).isEmpty();
    ids.fullAfter(100);
    nextMillisecond();

    // Then
    assertThat(Wire.received(other)).startsWith("VALUE a 0 19\r\n").endsWith("END\r\n");
    assertThat(Wire.received(channel)).isEmpty();
    other.finishAndReleaseAll();
  }

  @Test
  void shouldLeaveTheQueueWhenClosed() {
    // Given
    ids.fullAfter(0);
    Wire.send(channel, "get a\r\n");

    // When
    channel.close().syncUninterruptibly();

    // Then
    assertThat(loop.waiting()).isZero();
  }

  @Test
  void shouldYieldToOthersWhenAnswersAreLargerThanATurn() {
    // Given: a turn is 256 KiB, these answers are 1.4 MB
    String burst = ("get" + " k".repeat(2000) + "\r\n").repeat(20);

    // When
    channel
        .pipeline()
        .fireChannelRead(Unpooled.copiedBuffer(burst, StandardCharsets.US_ASCII))
        .fireChannelReadComplete();

    // Then
    int first = Wire.received(channel).length();
    assertThat(first).isLessThan(600_000);
    assertThat(channel.config().isAutoRead()).isFalse();
    channel.runPendingTasks();
    int rest = Wire.received(channel).length();
    assertThat(first + rest).isEqualTo(20 * (2000 * 35 + 5));
    assertThat(metrics.get(Counter.IDS)).isEqualTo(40_000);
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void shouldAnswerWhatIsWholeWhenTheClientHasNoMoreToSay() {
    // Given
    ids.fullAfter(0);
    Wire.send(channel, "get a b\r\nget c");

    // When
    channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    assertThat(channel.isOpen()).as("it still waits for its IDs").isTrue();
    ids.fullAfter(5);
    nextMillisecond();

    // Then
    assertThat(Wire.received(channel)).isEqualTo(TWO_VALUES);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void shouldCountWhatItDid() {
    Wire.send(channel, "get a b\r\nversion\r\nset a 0 0 1\r\nx\r\n");

    assertThat(metrics.get(Counter.IDS)).isEqualTo(2);
    assertThat(metrics.get(Counter.COMMANDS)).isEqualTo(3);
    assertThat(metrics.get(Counter.BYTES_READ)).isEqualTo(34);
    assertThat(metrics.get(Counter.BYTES_WRITTEN)).isEqualTo(Wire.received(channel).length());
  }
}
