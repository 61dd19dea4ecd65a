// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports of 127.0.0.1 that nobody listens on. They lie below the ports that systems give to outgoing
 * connections (from 32768 on Linux), because one of those takes a port that was free a moment ago;
 * and none is given out twice before all others were.
 */
public final class FreePorts {
  private static final int FIRST = 13_000;
  private static final int LAST = 31_999;

  /** Another process on this machine most likely starts elsewhere. */
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(LAST - FIRST + 1));

  private FreePorts() {}

  /**
   * Returns {@code count} different ports. Another process may still take one: then start anew.
   *
   * @throws IOException if none is free
   */
  public static List<Integer> take(int count) throws IOException {
    List<Integer> ports = new ArrayList<>();
    for (int tries = FIRST; ports.size() < count; tries++) {
      if (tries > LAST) {
        throw new IOException("no port of 127.0.0.1 is free between " + FIRST + " and " + LAST);
      }
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), LAST - FIRST + 1);
      if (free(port)) {
        ports.add(port);
      }
    }
    return ports;
  }

  private static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
