// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kezuri.sidecar.metrics.SidecarMetrics;
import dev.kezuri.sidecar.metrics.SidecarMetrics.Counter;
import dev.kezuri.sidecar.wire.FakeIds;
import dev.kezuri.sidecar.wire.IdSource;
import dev.kezuri.sidecar.wire.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real sockets. */
class IdServerTest {
  private static final InetSocketAddress ANY_PORT = new InetSocketAddress("127.0.0.1", 0);

  private final SidecarMetrics metrics = new SidecarMetrics();
  private Transport transport;
  private IdServer server;
  private InetSocketAddress address;

  private void start(boolean epoll, Limits limits) throws BindFailedException {
    start(epoll, limits, new FakeIds());
  }

  private void start(boolean epoll, Limits limits, IdSource ids) throws BindFailedException {
    transport = epoll ? Transport.open() : Transport.openNio();
    ConnectionGuard guard = new ConnectionGuard(System::nanoTime, limits, metrics);
    server = new IdServer(transport, Wire.loop(ids, metrics), guard, metrics);
    address = server.listen(ANY_PORT);
  }

  @AfterEach
  void stop() throws InterruptedException {
    // Before the loop ends: a loop that ends in the middle of a close loses its buffers.
    server.close();
    transport.group().shutdownGracefully(0, 30, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String readToEnd(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  private long count(Counter counter) {
    return transport.loop().submit(() -> metrics.get(counter)).syncUninterruptibly().getNow();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldAnswerWhenAskedOverASocket(boolean epoll) throws Exception {
    start(epoll, Limits.DEFAULT);
    try (Socket socket = connect()) {
      send(socket, "get a\r\nquit\r\n");

      assertThat(readToEnd(socket)).startsWith("VALUE a 0 19\r\n").endsWith("\r\nEND\r\n");
    }
    assertThat(transport.name()).isEqualTo(epoll ? "epoll" : "nio");
  }

  @Test
  void shouldAnswerAllWhenTheClientStopsSendingFirst() throws Exception {
    start(true, Limits.DEFAULT);
    try (Socket socket = connect()) {
      send(socket, ("get" + " k".repeat(3000) + "\r\n").repeat(10));
      socket.shutdownOutput();

      assertThat(readToEnd(socket)).hasSize(10 * (3000 * 35 + 5));
    }
  }

  @Test
  void shouldKeepBoundedBytesWhenAClientDoesNotRead() throws Exception {
    // Given
    start(true, Limits.DEFAULT);
    try (Socket deaf = connect();
        Socket other = connect()) {
      Thread writer = Thread.ofVirtual().start(() -> flood(deaf));
      await().atMost(Duration.ofSeconds(20)).until(this::isAtRest);

      // When: others are served all the same
      send(other, "get a\r\nquit\r\n");

      // Then: it was answered what fits the kernel's buffers, not what it asked for
      assertThat(readToEnd(other)).endsWith("END\r\n");
      assertThat(count(Counter.BYTES_WRITTEN)).isLessThan(20_000_000);
      assertThat(writer.isAlive()).isTrue();
    }
  }

  private long seen = -1;

  private boolean isAtRest() {
    long now = count(Counter.BYTES_WRITTEN);
    boolean rest = now > 100_000 && now == seen;
    seen = now;
    return rest;
  }

  private static void flood(Socket socket) {
    try {
      String line = "get" + " k".repeat(30_000) + "\r\n";
      for (int i = 0; i < 1000; i++) {
        send(socket, line);
      }
    } catch (IOException e) {
      // The test has ended.
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldSayWhyWhenThereAreTooManyConnections() throws Exception {
    start(true, new Limits(1, Duration.ofMinutes(1), Duration.ofMinutes(1)));
    try (Socket first = connect()) {
      send(first, "version\r\n");
      assertThat(first.getInputStream().read()).isEqualTo('V');
      try (Socket second = connect()) {
        send(second, "get a\r\n");

        assertThat(readToEnd(second)).isEqualTo("SERVER_ERROR too many open connections\r\n");
      }
    }
  }

  @Test
  void shouldCloseWhenIdle() throws Exception {
    start(true, new Limits(9, Duration.ofMillis(200), Duration.ofMillis(200)));
    try (Socket socket = connect()) {
      assertThat(readToEnd(socket)).isEmpty();
    }
    assertThat(count(Counter.CLOSED_IDLE)).isEqualTo(1);
  }

  @Test
  void shouldNameTheAddressWhenItIsTaken() throws Exception {
    start(true, Limits.DEFAULT);

    assertThatThrownBy(() -> server.listen(address))
        .isInstanceOf(BindFailedException.class)
        .hasMessage("cannot listen on 127.0.0.1:" + address.getPort() + ": the port is in use");
    assertThatThrownBy(() -> server.listen(new InetSocketAddress("192.0.2.1", 9)))
        .hasMessage("cannot listen on 192.0.2.1:9: Cannot assign requested address");
  }

  @Test
  void shouldAnswerWhatWasSentWhenDrained() throws Exception {
    // Given
    start(true, Limits.DEFAULT);
    try (Socket socket = connect()) {
      send(socket, "version\r\n");
      assertThat(socket.getInputStream().readNBytes(28)).hasSize(28);
      send(socket, "get a\r\nget");

      // When
      server.stopAccepting();
      server.drain(2000);

      // Then
      assertThat(readToEnd(socket)).startsWith("VALUE a").endsWith("END\r\n");
      assertThat(socket.getInputStream().read()).as("the end, no reset").isEqualTo(-1);
      assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
    }
  }

  @Test
  void shouldAnswerWhatTheSystemHadAcceptedWhenItStopsAccepting() throws Exception {
    // Given: the loop is busy while clients connect
    start(true, Limits.DEFAULT);
    CountDownLatch busy = new CountDownLatch(1);
    transport.loop().execute(() -> awaitQuietly(busy));
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      clients.add(connect());
      send(clients.getLast(), "get a\r\n");
    }

    // When
    Future<?> stopped = stopAndDrain();
    busy.countDown();

    // Then
    for (Socket client : clients) {
      assertThat(readToEnd(client)).startsWith("VALUE a").endsWith("END\r\n");
      client.close();
    }
    stopped.get(20, TimeUnit.SECONDS);
  }

  private Future<?> stopAndDrain() {
    return CompletableFuture.runAsync(
        () -> {
          try {
            server.stopAccepting();
            server.drain(2000);
          } catch (InterruptedException e) {
            throw new CompletionException(e);
          }
        });
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldCloseOnlyThatConnectionWhenAnAnswerFails() throws Exception {
    // Given
    start(true, Limits.DEFAULT, new FailingIds());
    try (Socket socket = connect();
        Socket other = connect()) {
      // When
      send(socket, "get a\r\n");

      // Then
      assertThat(readToEnd(socket)).isEmpty();
      assertThat(count(Counter.CLOSED_ERROR)).isEqualTo(1);
      send(other, "version\r\nquit\r\n");
      assertThat(readToEnd(other)).startsWith("VERSION");
    }
  }

  private static final class FailingIds implements IdSource {
    @Override
    public void beginBatch(long monotonicNs) {}

    @Override
    public void endBatch() {}

    @Override
    public long nextId() {
      throw new IllegalStateException("a mistake");
    }

    @Override
    public Patience patience(long code) {
      return Patience.NONE;
    }

    @Override
    public String reason(long code) {
      return "";
    }
  }
}
