// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real sockets and real recordings. */
class DebugPagesTest {
  @TempDir private Path temp;

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          1, Thread.ofPlatform().name("loop-under-test").factory(), NioIoHandler.newFactory());
  private int port;

  @BeforeEach
  void listen() {
    Channel channel =
        new AdminServer(path -> null, temp)
            .listen(group, NioServerSocketChannel.class, new InetSocketAddress("0.0.0.0", 0))
            .syncUninterruptibly()
            .channel();
    port = ((InetSocketAddress) channel.localAddress()).getPort();
  }

  @AfterEach
  void close() {
    group.shutdownGracefully(0, 30, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private Socket ask(InetAddress to, String request) throws IOException {
    Socket socket = new Socket(to, port);
    socket.setSoTimeout(60_000);
    String text = "GET " + request + "\r\n\r\n";
    socket.getOutputStream().write(text.getBytes(US_ASCII));
    return socket;
  }

  private String answer(String request) throws IOException {
    try (Socket socket = ask(InetAddress.getLoopbackAddress(), request)) {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void shouldTellWhereEachThreadIs() throws Exception {
    assertThat(answer("/debug/threads HTTP/1.1\r\nHost: localhost"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("\"loop-under-test\" #", "RUNNABLE\n    at ", "DebugPages.threads");
  }

  @Test
  void shouldRefuseWhoeverIsNotOnThisMachine() throws Exception {
    InetAddress other =
        Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address.getAddress().length == 4 && !address.isLoopbackAddress())
            .findFirst()
            .orElseThrow(() -> new AssertionError("this machine has no address but loopback"));

    // As a proxy in the pod does: from loopback, to the pod's address.
    InetAddress loopback = InetAddress.getLoopbackAddress();
    for (InetAddress from : List.of(other, loopback)) {
      try (Socket socket = new Socket(other, port, from, 0)) {
        socket.getOutputStream().write("GET /debug/threads HTTP/1.0\n\n".getBytes(US_ASCII));
        assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
            .startsWith("HTTP/1.1 403 Forbidden\r\n")
            .endsWith("only from this machine's loopback, such as by kubectl port-forward\n");
      }
    }
  }

  @Test
  void shouldRefuseAWebPage() throws Exception {
    for (String header : List.of("Origin: null", "Sec-Fetch-Site: cross-site", "Host: a.com")) {
      assertThat(answer("/debug/jfr?seconds=1 HTTP/1.1\r\n" + header))
          .startsWith("HTTP/1.1 403 Forbidden\r\n")
          .endsWith("web pages are not served\n");
    }
  }

  @Test
  void shouldRefuseAWrongDuration() throws Exception {
    for (String query : List.of("?seconds=0", "?seconds=301", "?seconds=", "?seconds=x")) {
      assertThat(answer("/debug/jfr" + query + " HTTP/1.0"))
          .startsWith("HTTP/1.1 400 Bad Request\r\n")
          .endsWith("seconds must be 1 to 300: /debug/jfr?seconds=30\n");
    }
    assertThat(answer("/debug/other HTTP/1.0")).startsWith("HTTP/1.1 404 ");
  }

  @Test
  void shouldRecordOneAtATimeAndLeaveNoFile() throws Exception {
    // Given
    long before = recordings();
    try (Socket socket = ask(InetAddress.getLoopbackAddress(), "/debug/jfr?seconds=2 HTTP/1.0")) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> answer("/debug/jfr?seconds=1 HTTP/1.0").endsWith("recording is under way\n"));

      // When
      byte[] answer = socket.getInputStream().readAllBytes();

      // Then
      String text = new String(answer, StandardCharsets.ISO_8859_1);
      int body = text.indexOf("\r\n\r\n") + 4;
      assertThat(text)
          .startsWith("HTTP/1.1 200 OK\r\n")
          .contains("Content-Length: " + (answer.length - body) + "\r\n");
      Path file =
          Files.write(
              temp.resolve("got.jfr"), text.substring(body).getBytes(StandardCharsets.ISO_8859_1));
      assertThat(RecordingFile.readAllEvents(file))
          .extracting(RecordedEvent::getEventType)
          .extracting(type -> type.getName())
          .contains("jdk.ActiveRecording", "jdk.CPULoad");
    }
    assertThat(recordings()).isEqualTo(before);
  }

  @Test
  void shouldEndTheRecordingWhenTheClientGoes() throws Exception {
    // Given
    try (Socket socket = ask(InetAddress.getLoopbackAddress(), "/debug/jfr?seconds=300 HTTP/1.0")) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> answer("/debug/jfr?seconds=1 HTTP/1.0").contains("under way"));
      assertThat(socket.isConnected()).isTrue();
    }

    // Then
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> answer("/debug/jfr?seconds=1 HTTP/1.0").startsWith("HTTP/1.1 200"));
  }

  private static long recordings() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(file -> file.getFileName().toString().matches("kezuri.*jfr")).count();
    }
  }
}
