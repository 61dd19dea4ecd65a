// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.sidecar.metrics.SidecarMetrics;
import dev.kezuri.sidecar.metrics.SidecarMetrics.Counter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The binary protocol where bytes or IDs are late; what is said is in WireTest/binary-*. */
class BinaryConnectionTest {
  private static final String GETQ_A =
      Expectation.bytes("80 09 0001 00 00 0000 00000001 00000001 0000000000000000 \"a\"");
  private static final String NOOP =
      Expectation.bytes("80 0a 0000 00 00 0000 00000000 00000002 0000000000000000");
  private static final int VALUE_LENGTH = 24 + 4 + 19;

  private final FakeIds ids = new FakeIds();
  private final SidecarMetrics metrics = new SidecarMetrics();
  private final WireLoop loop = Wire.loop(ids, metrics);
  private final Connection connection = new Connection(loop);
  private final EmbeddedChannel channel = new EmbeddedChannel(connection);

  BinaryConnectionTest() {
    channel.freezeTime();
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private void nextMillisecond() {
    channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  @Test
  void shouldGoOnWithTheSameRequestWhenTheMillisecondIsOver() {
    // Given
    ids.fullAfter(1);
    Wire.send(channel, GETQ_A + GETQ_A + NOOP);
    assertThat(Wire.received(channel)).hasSize(VALUE_LENGTH).endsWith("00000");
    assertThat(ids.asked()).as("nothing spins").isEqualTo(2);
    assertThat(connection.isPartial()).as("it is not the client who is late").isFalse();

    // When
    ids.fullAfter(5);
    nextMillisecond();

    // Then
    assertThat(Wire.received(channel)).hasSize(VALUE_LENGTH + 24).contains("1500000000000000001");
    assertThat(metrics.get(Counter.IDS)).isEqualTo(2);
    assertThat(metrics.get(Counter.COMMANDS)).isEqualTo(3);
  }

  @Test
  void shouldGoOnWhenWokenByTheDisk() {
    ids.awaitingDiskAfter(0);
    Wire.send(channel, GETQ_A);
    nextMillisecond();
    assertThat(Wire.received(channel)).isEmpty();
    ids.fullAfter(5);

    loop.wake();

    assertThat(Wire.received(channel)).hasSize(VALUE_LENGTH);
  }

  @Test
  void shouldQueueBehindOthersThatWait() {
    // Given
    EmbeddedChannel first = Wire.connect(loop);
    ids.fullAfter(0);
    Wire.send(first, "get a\r\n");
    ids.fullAfter(5);

    // When
    Wire.send(channel, GETQ_A);

    // Then
    assertThat(loop.waiting()).isEqualTo(2);
    assertThat(Wire.received(channel)).isEmpty();
    first.finishAndReleaseAll();
  }

  @Test
  void shouldBePartialUntilHeaderAndBodyAreWhole() {
    String set = Expectation.bytes("80 01 0001 08 00 0000 0000000a 00000001 0000000000000000");
    Wire.send(channel, set.substring(0, 10));
    assertThat(connection.isPartial()).as("header").isTrue();
    Wire.send(channel, set.substring(10) + "12345678k");
    assertThat(connection.isPartial()).as("body").isTrue();
    assertThat(connection.completed()).isZero();
    Wire.send(channel, "v");
    assertThat(connection.isPartial()).isFalse();
    assertThat(connection.completed()).isEqualTo(1);
  }

  @Test
  void shouldKeepNothingOfABodyThatIsDropped() {
    // Given: the longest that is read
    String set = Expectation.bytes("80 01 0001 08 00 0000 04000000 00000001 0000000000000000");
    Wire.send(channel, set);
    String block = "x".repeat(1 << 20);

    // When
    for (int i = 0; i < 63; i++) {
      Wire.send(channel, block);
    }

    // Then
    assertThat(connection.isPartial()).isTrue();
    assertThat(Wire.received(channel)).isEmpty();
    Wire.send(channel, block + NOOP);
    assertThat(Wire.received(channel)).hasSize(24 + 33 + 24);
  }

  @Test
  void shouldAnswerAllWhenAnswersAreLargerThanTheirRoom() {
    Wire.send(channel, GETQ_A.repeat(5000) + NOOP);
    channel.runPendingTasks();

    assertThat(Wire.received(channel)).hasSize(5000 * VALUE_LENGTH + 24);
    assertThat(metrics.get(Counter.IDS)).isEqualTo(5000);
  }
}
