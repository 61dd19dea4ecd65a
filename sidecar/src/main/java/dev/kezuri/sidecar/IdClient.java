// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A connection to a sidecar, over TCP or a Unix socket. Each wait ends after five seconds. */
final class IdClient implements Closeable {
  private static final long PATIENCE_MS = 5000;

  private final SocketChannel channel;
  private final Selector selector;
  private final ByteBuffer in = ByteBuffer.allocate(64 * 1024).flip();

  private IdClient(SocketChannel channel, Selector selector) {
    this.channel = channel;
    this.selector = selector;
  }

  /** Connects to where a sidecar listens: for every address to the loopback one. */
  static IdClient connect(SocketAddress listening) throws IOException {
    boolean unix = listening instanceof UnixDomainSocketAddress;
    SocketChannel channel =
        unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
    Selector selector = null;
    try {
      selector = Selector.open();
      channel.configureBlocking(false);
      IdClient client = new IdClient(channel, selector);
      if (!channel.connect(reachable(listening))) {
        client.await(SelectionKey.OP_CONNECT);
        channel.finishConnect();
      }
      return client;
    } catch (IOException e) {
      channel.close();
      if (selector != null) {
        selector.close();
      }
      throw e;
    }
  }

  private static SocketAddress reachable(SocketAddress address) {
    if (!(address instanceof InetSocketAddress tcp) || !tcp.getAddress().isAnyLocalAddress()) {
      return address;
    }
    boolean six = tcp.getAddress() instanceof java.net.Inet6Address;
    return new InetSocketAddress(six ? "::1" : "127.0.0.1", tcp.getPort());
  }

  private void await(int operation) throws IOException {
    SelectionKey key = channel.register(selector, operation);
    selector.selectedKeys().clear();
    if (selector.select(PATIENCE_MS) == 0) {
      throw new SocketTimeoutException("no answer within " + PATIENCE_MS / 1000 + " s");
    }
    key.interestOps(0);
  }

  void send(String text) throws IOException {
    ByteBuffer out = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    while (out.hasRemaining()) {
      if (channel.write(out) == 0) {
        await(SelectionKey.OP_WRITE);
      }
    }
  }

  /** Returns the next line, without its end. */
  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      while (!in.hasRemaining()) {
        fill();
      }
      char c = (char) (in.get() & 0xff);
      if (c == '\n') {
        return line.toString().stripTrailing();
      }
      line.append(c);
      if (line.length() > 64 * 1024) {
        throw new IOException("it sends no lines");
      }
    }
  }

  private void fill() throws IOException {
    in.clear();
    int count = channel.read(in);
    if (count == 0) {
      await(SelectionKey.OP_READ);
      count = channel.read(in);
    }
    in.flip();
    if (count < 0) {
      throw new EOFException("it closed the connection");
    }
  }

  /** Returns what a sidecar says of itself. */
  String status() throws IOException {
    send("stats\r\n");
    StringBuilder text = new StringBuilder();
    for (String line = line(); !line.equals("END"); line = line()) {
      if (!line.startsWith("STAT ")) {
        throw new IOException("it is no sidecar: " + line);
      }
      if (line.matches("STAT (pid|ready|generator|worker_id|turn) .*")) {
        text.append(text.isEmpty() ? "" : ", ").append(line.substring(5));
      }
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    try (selector) {
      channel.close();
    }
  }
}
