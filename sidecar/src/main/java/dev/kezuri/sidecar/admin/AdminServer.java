// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.admin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * Serves probes and metrics on a port that issues no ID. It runs on the loop that issues them: a
 * loop that hangs fails its liveness probe. It speaks just enough HTTP for a GET, one a connection:
 * no probe loads the parser that the ID port uses.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails is closed
public final class AdminServer {
  /** Probes and one scraper need a few. */
  private static final int MAX_CONNECTIONS = 64;

  private final Function<String, Page> pages;
  private final FlightRecorder recorder;
  private int open;

  /**
   * Makes a server that listens nowhere yet.
   *
   * @param pages the page of a path, or null; called on the event loop
   * @param spare where a recording's files go if there is no place for temporary ones
   */
  public AdminServer(Function<String, Page> pages, Path spare) {
    this.pages = pages;
    this.recorder = new FlightRecorder(spare);
  }

  /** Begins to listen; the future tells when, or why not. */
  public ChannelFuture listen(
      EventLoopGroup group, Class<? extends ServerChannel> type, InetSocketAddress address) {
    return new ServerBootstrap()
        .group(group)
        .channel(type)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                accept(channel);
              }
            })
        .bind(address);
  }

  private void accept(Channel channel) {
    if (open >= MAX_CONNECTIONS) {
      channel.close();
      return;
    }
    open++;
    channel.closeFuture().addListener(closed -> open--);
    channel.pipeline().addLast(new AdminHandler(pages, recorder));
  }
}
