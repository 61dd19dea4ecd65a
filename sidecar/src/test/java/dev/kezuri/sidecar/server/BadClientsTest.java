// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kezuri.sidecar.metrics.SidecarMetrics;
import dev.kezuri.sidecar.metrics.SidecarMetrics.Counter;
import dev.kezuri.sidecar.wire.FakeIds;
import dev.kezuri.sidecar.wire.Wire;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that take what they can, and those beside them. */
class BadClientsTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration DAY = Duration.ofDays(1);
  private static final byte[] BIG_GET =
      ("get" + " k".repeat(30_000) + "\r\n").getBytes(StandardCharsets.US_ASCII);

  private final SidecarMetrics metrics = new SidecarMetrics();
  private final Transport transport = Transport.open();
  private final List<SocketChannel> deaf = new ArrayList<>();
  private IdServer server;
  private InetSocketAddress address;
  private long seen = -1;

  private void start(Limits limits) throws BindFailedException {
    ConnectionGuard guard = new ConnectionGuard(System::nanoTime, limits, metrics);
    server = new IdServer(transport, Wire.loop(new FakeIds(), metrics), guard, metrics);
    address = server.listen(new InetSocketAddress("127.0.0.1", 0));
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    for (SocketChannel client : deaf) {
      client.close();
    }
    server.close();
    transport.group().shutdownGracefully(0, 30, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static String ask(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    byte[] answer = new byte[64];
    int count = socket.getInputStream().read(answer);
    return count < 0 ? "" : new String(answer, 0, count, StandardCharsets.US_ASCII);
  }

  private long count(Counter counter) {
    return transport.loop().submit(() -> metrics.get(counter)).syncUninterruptibly().getNow();
  }

  /** So many clients that ask for a hundred times what they may hold, and never read. */
  private void addDeaf(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      SocketChannel client = SocketChannel.open(address);
      client.configureBlocking(false);
      deaf.add(client);
    }
    // As much as the kernels take: until the server has stopped reading all of them.
    await().atMost(LONG).pollInterval(Duration.ofMillis(20)).until(this::nothingMoves);
  }

  private boolean nothingMoves() throws IOException {
    for (SocketChannel client : deaf) {
      for (int i = 0; i < 8; i++) {
        var _ = client.write(ByteBuffer.wrap(BIG_GET));
      }
    }
    long now = count(Counter.BYTES_WRITTEN);
    boolean rest = now > 0 && now == seen;
    seen = now;
    return rest;
  }

  private static long directBytes() {
    return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
  }

  @Test
  void shouldHoldLittleAndServeOthersWhenTwentyClientsDoNotRead() throws Exception {
    // Given
    start(new Limits(64, DAY, DAY));
    try (Socket other = connect()) {
      assertThat(ask(other, "version\r\n")).startsWith("VERSION");
      long before = directBytes();

      // When
      addDeaf(20);

      // Then: 64 KiB each, in the chunks that the allocator takes them from
      assertThat(directBytes() - before).isLessThan(8 << 20);
      assertThat(ask(other, "get a\r\n")).startsWith("VALUE a 0 19\r\n");
    }
  }

  @Test
  void shouldCloseWhenAWriteStallsForTheIdleTimeout() throws Exception {
    start(new Limits(64, Duration.ofMillis(500), DAY));
    addDeaf(1);

    await().atMost(LONG).until(() -> count(Counter.CLOSED_IDLE) == 1);

    assertThat(count(Counter.CURR_CONNECTIONS)).isZero();
  }

  @Test
  void shouldServeThoseAcceptedWhenOthersPressOverTheLimit() throws Exception {
    // Given
    start(new Limits(2, DAY, DAY));
    try (Socket first = connect();
        Socket second = connect()) {
      for (Socket accepted : List.of(first, second)) {
        assertThat(ask(accepted, "version\r\n")).startsWith("VERSION");
      }
      for (int i = 0; i < 50; i++) {
        try (Socket over = connect()) {
          // When
          assertThat(ask(over, "get a\r\n")).startsWith("SERVER_ERROR too many open connections");

          // Then
          assertThat(ask(first, "get a\r\n")).startsWith("VALUE a 0 19\r\n");
          assertThat(ask(second, "get b\r\n")).startsWith("VALUE b 0 19\r\n");
        }
      }
    }
    assertThat(count(Counter.REJECTED_CONNECTIONS)).isEqualTo(50);
    assertThat(count(Counter.TOTAL_CONNECTIONS)).isEqualTo(2);
  }

  @Test
  void shouldServeOthersWhenCommandsTrickleIn() throws Exception {
    // Given: as many slow ones as there is room for but one
    start(new Limits(64, DAY, Duration.ofMillis(500)));
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 63; i++) {
      slow.add(connect());
      slow.getLast().getOutputStream().write('g');
    }
    try (Socket other = connect()) {
      // When
      await()
          .atMost(LONG)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> trickle(slow) && count(Counter.CLOSED_PARTIAL) == 63);

      // Then
      assertThat(ask(other, "get a\r\n")).startsWith("VALUE a 0 19\r\n");
    }
    for (Socket socket : slow) {
      socket.close();
    }
  }

  private static boolean trickle(List<Socket> slow) {
    for (Socket socket : slow) {
      try {
        socket.getOutputStream().write('e');
      } catch (IOException closed) {
        continue; // which is what is waited for
      }
    }
    return true;
  }
}
