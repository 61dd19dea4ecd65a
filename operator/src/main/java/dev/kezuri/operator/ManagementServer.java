// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/** /healthz, /readyz and /metrics, for the kubelet and Prometheus. */
final class ManagementServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  /**
   * Listens at once.
   *
   * @param port 0 for any free one
   * @param healthy answers /healthz: a restart helps if it is false
   * @param ready answers /readyz: the caches are filled
   */
  ManagementServer(
      int port, PrometheusMeterRegistry meters, BooleanSupplier healthy, BooleanSupplier ready)
      throws IOException {
    server = HttpServer.create(new InetSocketAddress(port), 0);
    server.setExecutor(threads);
    server.createContext("/healthz", exchange -> say(exchange, healthy.getAsBoolean()));
    server.createContext("/readyz", exchange -> say(exchange, ready.getAsBoolean()));
    server.createContext("/metrics", exchange -> send(exchange, 200, meters.scrape()));
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static void say(HttpExchange exchange, boolean good) throws IOException {
    send(exchange, good ? 200 : 503, good ? "ok\n" : "not yet\n");
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
