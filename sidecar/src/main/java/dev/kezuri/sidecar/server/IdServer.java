// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.server;

import dev.kezuri.sidecar.metrics.SidecarMetrics;
import dev.kezuri.sidecar.wire.Connection;
import dev.kezuri.sidecar.wire.WireLoop;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** The listening sockets of the ID port, and the way from accepting to a handler. */
public final class IdServer {
  private static final int BACKLOG = 1024;
  private static final long STEP_MS = 5;
  private static final WriteBufferWaterMark OUTBOUND =
      new WriteBufferWaterMark(16 * 1024, 32 * 1024);

  private final Transport transport;
  private final WireLoop wire;
  private final ConnectionGuard guard;
  private final LastResort lastResort;
  private final ReceiveBuffer receiveBuffer = new ReceiveBuffer();
  private final List<Channel> listening = new ArrayList<>();
  private long accepted;

  /** Makes a server that listens nowhere yet. */
  public IdServer(
      Transport transport, WireLoop wire, ConnectionGuard guard, SidecarMetrics metrics) {
    this.transport = transport;
    this.wire = wire;
    this.guard = guard;
    this.lastResort = new LastResort(metrics);
    long sweepMs =
        Math.clamp(
            Math.min(guard.limits().idle().toMillis(), guard.limits().partial().toMillis()) / 10,
            10,
            1000);
    transport
        .loop()
        .scheduleWithFixedDelay(guard::sweep, sweepMs, sweepMs, TimeUnit.MILLISECONDS)
        .addListener(ended -> {});
  }

  /**
   * Listens on one more address.
   *
   * @return the address, with the port that was chosen if it asked for port 0
   * @throws BindFailedException if it cannot be listened on
   */
  public InetSocketAddress listen(InetSocketAddress address) throws BindFailedException {
    ServerBootstrap bootstrap =
        bootstrap(transport.serverChannel())
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    return (InetSocketAddress) listen(bootstrap, address, address).localAddress();
  }

  /**
   * Listens on a Unix socket, in place of one that a dead process left. The file goes when the
   * server stops accepting.
   *
   * @param mode the file's permissions
   * @throws BindFailedException if it cannot be listened on, or is in use
   */
  public void listen(UnixDomainSocketAddress address, Set<PosixFilePermission> mode)
      throws BindFailedException {
    Channel channel = null;
    try {
      UnixSocketFile.makeWay(address.getPath());
      ServerBootstrap bootstrap = bootstrap(transport.unixServerChannel());
      if (transport.isEpoll()) {
        // With the JDK's selector a client that stops sending is one that has left.
        bootstrap.childOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
      }
      channel = listen(bootstrap, address, transport.unixAddress(address));
      Files.setPosixFilePermissions(address.getPath(), mode);
    } catch (IOException e) {
      if (channel != null) {
        channel.close().awaitUninterruptibly();
      }
      throw new BindFailedException(address, e);
    }
  }

  private ServerBootstrap bootstrap(Class<? extends ServerChannel> type) {
    return new ServerBootstrap()
        .group(transport.group())
        .channel(type)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, OUTBOUND)
        .childOption(ChannelOption.RECVBUF_ALLOCATOR, receiveBuffer)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                accept(channel);
              }
            });
  }

  private Channel listen(ServerBootstrap bootstrap, SocketAddress name, SocketAddress address)
      throws BindFailedException {
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new BindFailedException(name, bound.cause());
    }
    listening.add(bound.channel());
    return bound.channel();
  }

  private void accept(Channel channel) {
    accepted++;
    Connection connection = new Connection(wire);
    if (guard.admit(channel, connection)) {
      channel.pipeline().addLast(connection, lastResort);
    } else {
      channel.pipeline().addLast(new TooMany());
    }
  }

  /**
   * Stops accepting; returns when nothing listens any more. What the system has accepted is taken
   * first, as long as it comes: a listening socket that closes resets what waits behind it, and
   * with it commands that were sent whole.
   */
  public void stopAccepting() throws InterruptedException {
    long before = -1;
    long now = count(() -> accepted);
    for (int left = 20; left > 0 && now != before; left--) {
      passTime();
      before = now;
      now = count(() -> accepted);
    }
    stopListening();
  }

  /** Closes the listening sockets at once; returns when they are closed, their files gone. */
  public void stopListening() {
    for (Channel channel : listening) {
      channel.close().awaitUninterruptibly();
    }
  }

  /**
   * Lets every connection answer what it has received whole; they stay open until {@link #close},
   * so that no answer is overtaken by a reset.
   *
   * @param patienceMs how long answers may take to be sent
   */
  public void drain(long patienceMs) throws InterruptedException {
    // Between two timers the loop asks for readable sockets: what came before is read by then.
    passTime();
    passTime();
    transport.loop().submit(guard::drain).sync();
    for (long left = patienceMs / STEP_MS; left > 0 && count(guard::unfinished) > 0; left--) {
      passTime();
    }
  }

  /** Closes every connection; returns when they are closed. */
  public void close() throws InterruptedException {
    transport.loop().submit(guard::closeAll).sync();
    for (int left = 200; left > 0 && count(guard::size) > 0; left--) {
      passTime();
    }
  }

  private void passTime() throws InterruptedException {
    transport.loop().schedule(() -> {}, STEP_MS, TimeUnit.MILLISECONDS).sync();
  }

  private <T> T count(Callable<T> counter) throws InterruptedException {
    return transport.loop().submit(counter).sync().getNow();
  }
}
