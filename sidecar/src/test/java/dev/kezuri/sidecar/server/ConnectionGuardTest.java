// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.sidecar.metrics.SidecarMetrics;
import dev.kezuri.sidecar.metrics.SidecarMetrics.Counter;
import dev.kezuri.sidecar.wire.Connection;
import dev.kezuri.sidecar.wire.FakeIds;
import dev.kezuri.sidecar.wire.Wire;
import dev.kezuri.sidecar.wire.WireLoop;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConnectionGuardTest {
  private static final Limits LIMITS =
      new Limits(2, Duration.ofMinutes(10), Duration.ofSeconds(30));

  private final SidecarMetrics metrics = new SidecarMetrics();
  private final WireLoop loop = Wire.loop(new FakeIds(), metrics);
  private long nowNs;
  private final ConnectionGuard guard = new ConnectionGuard(() -> nowNs, LIMITS, metrics);

  private EmbeddedChannel connect() {
    Connection handler = new Connection(loop);
    EmbeddedChannel channel = new EmbeddedChannel(handler);
    assertThat(guard.admit(channel, handler)).isTrue();
    return channel;
  }

  private static void send(EmbeddedChannel channel, String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    channel.releaseOutbound();
  }

  private void pass(long seconds) {
    for (long i = 0; i < seconds; i++) {
      nowNs += TimeUnit.SECONDS.toNanos(1);
      guard.sweep();
    }
  }

  @Test
  void shouldCloseWhenNoCommandComes() {
    // Given
    EmbeddedChannel channel = connect();
    pass(599);
    assertThat(channel.isOpen()).isTrue();

    // When
    pass(2);

    // Then
    assertThat(channel.isOpen()).isFalse();
    assertThat(metrics.get(Counter.CLOSED_IDLE)).isEqualTo(1);
    assertThat(metrics.get(Counter.CURR_CONNECTIONS)).isZero();
  }

  @Test
  void shouldStayOpenWhenCommandsCome() {
    EmbeddedChannel channel = connect();
    for (int i = 0; i < 5; i++) {
      pass(500);
      send(channel, "get a\r\n");
    }

    assertThat(channel.isOpen()).isTrue();
    channel.finishAndReleaseAll();
  }

  @Test
  void shouldCloseWhenACommandTricklesIn() {
    // Given: a byte every ten seconds is not a command
    EmbeddedChannel channel = connect();
    send(channel, "g");
    pass(10);
    send(channel, "e");
    pass(10);
    send(channel, "t");
    pass(9);
    assertThat(channel.isOpen()).isTrue();

    // When
    pass(3);

    // Then
    assertThat(channel.isOpen()).isFalse();
    assertThat(metrics.get(Counter.CLOSED_PARTIAL)).isEqualTo(1);
  }

  @Test
  void shouldCloseWhenADataBlockTricklesIn() {
    EmbeddedChannel channel = connect();
    send(channel, "set a 0 0 100\r\n");
    pass(20);
    send(channel, "x");

    pass(12);

    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void shouldBeginAnewWhenAnotherCommandIsPartial() {
    EmbeddedChannel channel = connect();
    for (int i = 0; i < 10; i++) {
      send(channel, "get a\r\nget");
      pass(20);
      send(channel, " b\r\n");
    }

    assertThat(channel.isOpen()).isTrue();
    channel.finishAndReleaseAll();
  }

  @Test
  void shouldRefuseTheOneOverTheLimitUntilAnotherCloses() {
    // Given
    EmbeddedChannel first = connect();
    EmbeddedChannel second = connect();
    EmbeddedChannel third = new EmbeddedChannel();

    // When
    boolean admitted = guard.admit(third, new Connection(loop));

    // Then
    assertThat(admitted).isFalse();
    assertThat(metrics.get(Counter.REJECTED_CONNECTIONS)).isEqualTo(1);
    first.finishAndReleaseAll();
    assertThat(connect().isOpen()).isTrue();
    second.finishAndReleaseAll();
    third.finishAndReleaseAll();
  }
}
