// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagementServerTest {
  private final AtomicReference<Supplier<Optional<String>>> trouble =
      new AtomicReference<>(Optional::empty);
  private final List<Socket> slow = new ArrayList<>();
  private ManagementServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        new ManagementServer(
            0,
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            () -> trouble.get().get(),
            () -> false);
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : slow) {
      socket.close();
    }
    server.close();
  }

  @Test
  void shouldSayWhatARestartWouldMend() throws Exception {
    assertThat(page("/healthz").statusCode()).isEqualTo(200);
    assertThat(page("/readyz").statusCode()).isEqualTo(503);

    // When
    trouble.set(() -> Optional.of("an informer has stopped"));

    // Then
    assertThat(page("/healthz").statusCode()).isEqualTo(503);
    assertThat(page("/healthz").body()).isEqualTo("an informer has stopped\n");
  }

  @Test
  void shouldAnswerWhileOtherAnswersAreLongInComing() throws Exception {
    // Given
    CountDownLatch over = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(5);
    trouble.set(
        () -> {
          asked.countDown();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Optional.empty();
        });
    for (int i = 0; i < 5; i++) {
      send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    // When, Then
    try {
      assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(page("/readyz").body()).isEqualTo("not yet\n");
    } finally {
      over.countDown();
    }
  }

  @Test
  void shouldAnswerProbesWhenOthersBeginRequestsAndDoNotEndThem() throws Exception {
    // Given
    for (int i = 0; i < 20; i++) {
      send("GET /healthz HTTP/1.1\r\n");
    }

    // When, Then
    assertThat(page("/healthz").body()).isEqualTo("ok\n");
    // Closed by the server in the end: read returns, and not by its own time limit.
    slow.getFirst().setSoTimeout(60_000);
    assertThat(slow.getFirst().getInputStream().read()).isEqualTo(-1);
  }

  private void send(String words) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    slow.add(socket);
    socket.getOutputStream().write(words.getBytes(US_ASCII));
  }

  private HttpResponse<String> page(String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
      return client.send(
          HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
