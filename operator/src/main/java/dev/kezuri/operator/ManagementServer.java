// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** /healthz, /readyz and /metrics, for the kubelet and Prometheus. */
final class ManagementServer implements AutoCloseable {
  static {
    // In s. Read by the server's class when it is loaded; without it a request may be begun and
    // never ended.
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxRspTime", "10");
  }

  private final HttpServer server;

  // Not a few: whoever reaches the port can begin a request for each, and the probes would wait.
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Listens at once.
   *
   * @param port 0 for any free one
   * @param trouble answers /healthz: what a restart would mend
   * @param ready answers /readyz: the caches are filled
   */
  ManagementServer(
      int port,
      PrometheusMeterRegistry meters,
      Supplier<Optional<String>> trouble,
      BooleanSupplier ready)
      throws IOException {
    server = HttpServer.create(new InetSocketAddress(port), 0);
    server.setExecutor(threads);
    server.createContext("/healthz", exchange -> say(exchange, trouble.get()));
    server.createContext("/readyz", exchange -> say(exchange, notYet(ready.getAsBoolean())));
    server.createContext("/metrics", exchange -> send(exchange, 200, meters.scrape()));
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static Optional<String> notYet(boolean ready) {
    return ready ? Optional.empty() : Optional.of("not yet");
  }

  private static void say(HttpExchange exchange, Optional<String> trouble) throws IOException {
    send(exchange, trouble.isEmpty() ? 200 : 503, trouble.orElse("ok") + "\n");
  }

  private static void send(HttpExchange exchange, int code, String text) throws IOException {
    try (exchange) {
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
      exchange.sendResponseHeaders(code, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }
}
