// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.server;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Tells a connection over the limit why it is closed, and drops what it sends. */
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails is closed
final class TooMany extends ChannelInboundHandlerAdapter {
  private static final byte[] TEXT =
      "SERVER_ERROR too many open connections\r\n".getBytes(StandardCharsets.US_ASCII);

  /** A close with bytes unread would be a reset that overtakes the reason. */
  private static final long LINGER_MS = 200;

  @Override
  public void channelActive(ChannelHandlerContext context) {
    context
        .writeAndFlush(Unpooled.wrappedBuffer(TEXT))
        .addListener(
            sent -> {
              if (context.channel() instanceof DuplexChannel duplex) {
                duplex.shutdownOutput().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
                Runnable close = duplex::close;
                context.executor().schedule(close, LINGER_MS, TimeUnit.MILLISECONDS);
              } else {
                context.close();
              }
            });
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    context.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    context.close();
  }
}
