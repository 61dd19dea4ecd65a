// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kezuri.sidecar.metrics.SidecarMetrics;
import dev.kezuri.sidecar.metrics.SidecarMetrics.Counter;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real Unix sockets, with epoll and with the JDK's selector. */
class UnixSocketTest {
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rwx------");

  @TempDir private Path temp;
  private final SidecarMetrics metrics = new SidecarMetrics();
  private Path path;
  private Transport transport;
  private IdServer server;

  @BeforeEach
  void setUp() {
    path = temp.resolve("k.sock");
  }

  private void start(boolean epoll, Limits limits) {
    transport = epoll ? Transport.open() : Transport.openNio();
    server = Servers.of(transport, limits, metrics);
  }

  private void listen() throws BindFailedException {
    server.listen(UnixDomainSocketAddress.of(path), MODE);
  }

  @AfterEach
  void stop() throws InterruptedException {
    server.close();
    transport.group().shutdownGracefully(0, 30, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(path));
  }

  private static void send(SocketChannel channel, String text) throws IOException {
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String readToEnd(SocketChannel channel) throws IOException {
    byte[] all = Channels.newInputStream(channel).readAllBytes();
    return new String(all, StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldAnswerAndLeaveNoFile(boolean epoll) throws Exception {
    start(epoll, Limits.DEFAULT);
    listen();
    assertThat(Files.getPosixFilePermissions(path)).isEqualTo(MODE);
    try (SocketChannel channel = connect()) {
      send(channel, "get a\r\nquit\r\n");

      assertThat(readToEnd(channel)).startsWith("VALUE a 0 19\r\n").endsWith("\r\nEND\r\n");
    }
    server.stopAccepting();
    assertThat(path).doesNotExist();
  }

  @RepeatedTest(20) // it depends on how the two threads take turns
  void shouldAnswerAllWhenTheClientStopsSendingFirst() throws Exception {
    start(true, Limits.DEFAULT);
    listen();
    try (SocketChannel channel = connect()) {
      send(channel, ("get" + " k".repeat(3000) + "\r\n").repeat(10));
      channel.shutdownOutput();

      assertThat(readToEnd(channel)).hasSize(10 * (3000 * 35 + 5));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldCloseWhenIdleAndCountConnectionsThatLeave(boolean epoll) throws Exception {
    start(epoll, new Limits(1, Duration.ofMillis(200), Duration.ofMillis(200)));
    listen();
    try (SocketChannel gone = connect()) {
      send(gone, "version\r\n");
      assertThat(gone.read(ByteBuffer.allocate(1))).isEqualTo(1);
    }
    assertThat(openConnections()).isZero();
    try (SocketChannel channel = connect()) {
      assertThat(readToEnd(channel)).isEmpty();
    }
    assertThat(count(Counter.CLOSED_IDLE)).isEqualTo(1);
  }

  private long openConnections() {
    org.awaitility.Awaitility.await().until(() -> count(Counter.CURR_CONNECTIONS) == 0);
    return count(Counter.CURR_CONNECTIONS);
  }

  private long count(Counter counter) {
    return transport.loop().submit(() -> metrics.get(counter)).syncUninterruptibly().getNow();
  }

  @Test
  void shouldSayWhyWhenThereAreTooManyConnections() throws Exception {
    start(true, new Limits(1, Duration.ofMinutes(1), Duration.ofMinutes(1)));
    listen();
    try (SocketChannel first = connect()) {
      send(first, "version\r\n");
      assertThat(first.read(ByteBuffer.allocate(1))).isEqualTo(1);
      try (SocketChannel second = connect()) {
        assertThat(readToEnd(second)).isEqualTo("SERVER_ERROR too many open connections\r\n");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldTakeThePlaceOfASocketThatADeadProcessLeft(boolean epoll) throws Exception {
    // Given
    leaveSocket();
    start(epoll, Limits.DEFAULT);

    // When
    listen();

    // Then
    try (SocketChannel channel = connect()) {
      send(channel, "version\r\nquit\r\n");
      assertThat(readToEnd(channel)).startsWith("VERSION");
    }
  }

  /** The JDK closes a listening socket and leaves its file, as the system does for the killed. */
  private void leaveSocket() throws IOException {
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(path));
    }
    assertThat(path).exists();
  }

  @Test
  void shouldNameTheSocketWhenItIsInUse() throws Exception {
    start(true, Limits.DEFAULT);
    try (ServerSocketChannel live = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      live.bind(UnixDomainSocketAddress.of(path), 1);

      assertThatThrownBy(this::listen)
          .isInstanceOf(BindFailedException.class)
          .hasMessage("cannot listen on unix:" + path + ": the socket is in use");

      assertThat(UnixSocketFile.look(path)).isEqualTo(UnixSocketFile.Found.LIVE);
    }
  }

  @Test
  void shouldLeaveAFileOfAnotherKindAlone() throws Exception {
    start(true, Limits.DEFAULT);
    Path target = temp.resolve("target");
    for (boolean link : new boolean[] {false, true}) {
      Files.deleteIfExists(path);
      Path made =
          link ? Files.createSymbolicLink(path, target) : Files.writeString(path, "precious");

      assertThatThrownBy(this::listen)
          .hasMessageEndingWith(": a file that is no socket is there, and is left alone");

      assertThat(Files.exists(made, java.nio.file.LinkOption.NOFOLLOW_LINKS)).isTrue();
    }
  }

  @Test
  void shouldNameTheFolderWhenItIsMissing() {
    start(true, Limits.DEFAULT);
    path = temp.resolve("no/k.sock");

    assertThatThrownBy(this::listen)
        .hasMessage("cannot listen on unix:" + path + ": there is no folder " + path.getParent());
  }
}
