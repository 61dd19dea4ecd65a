// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.server;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.ThreadFactory;

/**
 * The one event loop and the kind of socket it serves.
 *
 * @param group a group of a single loop
 * @param loop that loop
 * @param serverChannel the class of listening TCP sockets
 * @param name {@code epoll}, or {@code nio} where epoll's native library cannot be loaded
 */
public record Transport(
    EventLoopGroup group,
    EventLoop loop,
    Class<? extends ServerChannel> serverChannel,
    String name) {

  /** Starts with epoll if it can be had. */
  public static Transport open() {
    return Epoll.isAvailable()
        ? open(StayingEpoll.newFactory(), EpollServerSocketChannel.class, "epoll")
        : openNio();
  }

  /** Starts with the JDK's selector. */
  public static Transport openNio() {
    return open(NioIoHandler.newFactory(), NioServerSocketChannel.class, "nio");
  }

  private static Transport open(
      IoHandlerFactory io, Class<? extends ServerChannel> serverChannel, String name) {
    ThreadFactory threads = Thread.ofPlatform().daemon().name("loop").factory();
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, threads, io);
    return new Transport(group, group.next(), serverChannel, name);
  }

  boolean isEpoll() {
    return serverChannel == EpollServerSocketChannel.class;
  }

  /** Returns the class of listening Unix sockets. */
  Class<? extends ServerChannel> unixServerChannel() {
    return isEpoll() ? EpollServerDomainSocketChannel.class : NioServerDomainSocketChannel.class;
  }

  /** Returns the address as this kind of channel takes it. */
  SocketAddress unixAddress(UnixDomainSocketAddress address) {
    return isEpoll() ? new DomainSocketAddress(address.toString()) : address;
  }
}
