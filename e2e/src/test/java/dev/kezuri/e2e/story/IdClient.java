// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Draws IDs over one connection, in memcached's text protocol. */
final class IdClient implements AutoCloseable {
  private static final int TIMEOUT_MS = 10_000;

  /** The server's own words why it gives no ID. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  private final Socket socket = new Socket();
  private final BufferedReader answers;

  IdClient(InetSocketAddress address) throws IOException {
    socket.setSoTimeout(TIMEOUT_MS);
    socket.setTcpNoDelay(true);
    socket.connect(address, TIMEOUT_MS);
    answers =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
  }

  /** Draws {@code count} IDs by one multi-get. */
  long[] get(int count) throws IOException {
    String command = "get" + " id".repeat(count) + "\r\n";
    socket.getOutputStream().write(command.getBytes(StandardCharsets.US_ASCII));
    long[] ids = new long[count];
    for (int i = 0; i < count; i++) {
      String head = line();
      if (!head.startsWith("VALUE id 0 ")) {
        throw new Refused(head);
      }
      ids[i] = Long.parseLong(line());
    }
    if (!"END".equals(line())) {
      throw new IOException("no END after " + count + " values");
    }
    return ids;
  }

  private String line() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the server closed the connection");
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
