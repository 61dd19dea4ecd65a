// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.images;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** As much of a registry's protocol as a push asks for; it remembers what came. */
final class LocalRegistry implements AutoCloseable {
  static {
    // A push tries TLS first; of that the server makes no request, and this long it waits for one.
    System.setProperty("sun.net.httpserver.maxReqTime", "1");
  }

  private final HttpServer server;
  private final Set<String> blobs = new ConcurrentSkipListSet<>();
  private final Set<String> manifests = new ConcurrentSkipListSet<>();

  LocalRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v2/", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  Set<String> blobs() {
    return blobs;
  }

  Set<String> manifests() {
    return manifests;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      exchange.sendResponseHeaders(code(exchange, path), -1);
    }
  }

  private int code(HttpExchange exchange, String path) {
    String query = exchange.getRequestURI().getQuery();
    switch (exchange.getRequestMethod()) {
      case "GET":
        return 200;
      case "POST", "PATCH":
        String upload = path.endsWith("uploads/") ? path + "1" : path;
        exchange.getResponseHeaders().set("Location", upload);
        return 202;
      case "PUT":
        if (path.contains("/manifests/")) {
          manifests.add(path);
        } else {
          blobs.add(query.substring(query.indexOf("digest=") + 7));
        }
        return 201;
      default:
        return 404;
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
