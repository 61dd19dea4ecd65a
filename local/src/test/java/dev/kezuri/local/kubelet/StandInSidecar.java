// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * Behaves towards a kubelet as a sidecar does, and issues nothing: answers probes, counts its
 * starts in the state folder, and leaves a last word when told to end.
 */
public final class StandInSidecar {
  private StandInSidecar() {}

  /** Serves until SIGTERM. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path message = Path.of(env("KEZURI_TERMINATION_MESSAGE"));
    Path starts = Path.of(env("KEZURI_STATE_DIR"), "starts");
    int start = Files.exists(starts) ? Integer.parseInt(Files.readString(starts)) + 1 : 1;
    Files.writeString(starts, Integer.toString(start));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    Files.writeString(message, "last word of start " + start);
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                }));
    String[] admin = env("KEZURI_ADMIN_LISTEN").split(":");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(admin[0], Integer.parseInt(admin[1])), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] lease = Files.readAllBytes(Path.of(env("KEZURI_LEASE")));
          exchange.sendResponseHeaders(
              exchange.getRequestURI().getPath().equals("/lease") ? 201 : 200, lease.length);
          exchange.getResponseBody().write(lease);
          exchange.close();
        });
    server.start();
    new CountDownLatch(1).await();
  }

  private static String env(String name) {
    return System.getenv(name);
  }
}
