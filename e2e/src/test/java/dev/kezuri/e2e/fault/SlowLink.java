// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.fault;

import dev.kezuri.local.controlplane.RealControlPlane;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/** A way to the API server that delays every byte, and can be cut. TLS goes through it unread. */
public final class SlowLink implements AutoCloseable {
  private static final int CHUNK = 64 * 1024;

  private record Chunk(byte[] bytes, long dueNs) implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(dueNs - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(dueNs, ((Chunk) other).dueNs());
    }
  }

  private final RealControlPlane plane;
  private final URI target;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile long delayNs;
  private volatile boolean cut;

  /** Opens a way to {@code plane}. */
  public SlowLink(RealControlPlane plane) throws IOException {
    this.plane = plane;
    this.target = URI.create(plane.config().getMasterUrl());
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("slow-link").start(this::accept);
  }

  /** Returns an administrator's configuration that takes this way. */
  public Config config() {
    return new ConfigBuilder(plane.config())
        .withMasterUrl("https://127.0.0.1:" + listener.getLocalPort())
        .build();
  }

  /** From now on every byte comes this much later, in either direction. */
  public void delay(Duration each) {
    delayNs = each.toNanos();
  }

  /** Cuts all connections, and each new one at once, until it is mended. */
  public void cut() {
    cut = true;
    open.forEach(SlowLink::closeQuietly);
  }

  /** Connections may be made again. */
  public void mend() {
    cut = false;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (cut) {
          client.close();
        } else {
          connect(client);
        }
      } catch (IOException e) {
        // Closed, or the API server is down: the client sees a connection that ends.
        continue;
      }
    }
  }

  private void connect(Socket client) throws IOException {
    open.add(client);
    try {
      Socket server = new Socket(target.getHost(), target.getPort());
      open.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      carry(client, server);
      carry(server, client);
    } catch (IOException e) {
      client.close();
      throw e;
    }
  }

  private void carry(Socket from, Socket to) {
    DelayQueue<Chunk> way = new DelayQueue<>();
    Thread.ofVirtual().start(() -> read(from, way));
    Thread.ofVirtual().start(() -> write(way, to));
  }

  private void read(Socket from, DelayQueue<Chunk> way) {
    byte[] buffer = new byte[CHUNK];
    try {
      for (int n; (n = from.getInputStream().read(buffer)) > 0; ) {
        way.add(new Chunk(Arrays.copyOf(buffer, n), System.nanoTime() + delayNs));
      }
    } catch (IOException e) {
      // Its end is told to the other side, as any end is.
    }
    way.add(new Chunk(new byte[0], System.nanoTime() + delayNs));
  }

  private void write(DelayQueue<Chunk> way, Socket to) {
    try {
      for (Chunk chunk = way.take(); chunk.bytes().length > 0; chunk = way.take()) {
        to.getOutputStream().write(chunk.bytes());
      }
    } catch (IOException e) {
      // The other side has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeQuietly(to);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }
}
