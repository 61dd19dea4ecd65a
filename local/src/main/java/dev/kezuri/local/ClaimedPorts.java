// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local;

import dev.kezuri.local.kubelet.PortAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Ports in a row, held from the beginning, so that nobody takes one while the rest of the system
 * starts; each is let go when a pod takes it. Safe for use by several threads.
 */
final class ClaimedPorts implements PortAllocator, AutoCloseable {
  private final Map<Integer, ServerSocket> held = new TreeMap<>();
  private final TreeSet<Integer> taken = new TreeSet<>();
  private final TreeSet<Integer> free = new TreeSet<>();
  private final int adminOffset;

  /** Claims {@code pods} ports from {@code first} and as many {@code adminOffset} above. */
  ClaimedPorts(int first, int adminOffset, int pods) {
    this.adminOffset = adminOffset;
    for (int port = first; port < first + pods; port++) {
      free.add(port);
      claim(port);
      claim(port + adminOffset);
    }
  }

  private void claim(int port) {
    try {
      ServerSocket socket = new ServerSocket();
      held.put(port, socket);
      // As a server would have it: connections that are only closing do not count.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
    } catch (IOException e) {
      taken.add(port);
    }
  }

  /** Returns the ports that somebody else has, in order. */
  synchronized TreeSet<Integer> taken() {
    return new TreeSet<>(taken);
  }

  @Override
  public synchronized Ports take() {
    Integer port = free.pollFirst();
    if (port == null) {
      throw new IllegalStateException("more pods than ports");
    }
    letGo(port);
    letGo(port + adminOffset);
    return new Ports(port, port + adminOffset);
  }

  @Override
  public synchronized void release(Ports ports) {
    free.add(ports.ids());
  }

  @Override
  public synchronized void close() {
    new TreeSet<>(held.keySet()).forEach(this::letGo);
  }

  private void letGo(int port) {
    try (ServerSocket _ = held.remove(port)) {
      taken.remove(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
