// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A memcached client that knows {@code get}, over one connection. */
public final class TextClient implements AutoCloseable {
  /** The server's own words instead of an ID. */
  public static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private RefusedException(String answer) {
      super("instead of a value: " + answer);
    }
  }

  private static final int TIMEOUT_MS = 5_000;

  private final Socket socket = new Socket();
  private final InputStream in;
  private final OutputStream out;

  /** Connects; waits 5 s at most for that and for each answer. */
  public TextClient(InetSocketAddress address) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MS);
    socket.connect(address, TIMEOUT_MS);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    out = socket.getOutputStream();
  }

  /**
   * Returns the values of one {@code get} of {@code keys} keys.
   *
   * @throws RefusedException if the server says why it gives none
   * @throws IOException if the answer is anything else than one value a key
   */
  public List<Long> get(int keys) throws IOException {
    out.write(("get" + " id".repeat(keys) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    List<Long> values = new ArrayList<>(keys);
    for (String line = line(); !line.equals("END"); line = line()) {
      if (!line.startsWith("VALUE id 0 ")) {
        throw new RefusedException(line);
      }
      values.add(Long.parseLong(line()));
    }
    if (values.size() != keys) {
      throw new IOException("%d values for %d keys".formatted(values.size(), keys));
    }
    return values;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("closed by the server after: " + line);
      }
      line.append((char) b);
    }
    line.setLength(Math.max(0, line.length() - 1));
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
