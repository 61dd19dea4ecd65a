// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.admin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Answers one GET or HEAD, then closes. */
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails is closed
final class AdminHandler extends ChannelInboundHandlerAdapter {
  private static final int MAX_REQUEST = 8 * 1024;

  /** For the request and for reading the answer, together. */
  private static final long PATIENCE_S = 10;

  private final Function<String, Page> pages;
  private final StringBuilder request = new StringBuilder();
  private Future<?> timer;
  private boolean answered;

  AdminHandler(Function<String, Page> pages) {
    this.pages = pages;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    Runnable close = context::close;
    timer = context.executor().schedule(close, PATIENCE_S, TimeUnit.SECONDS);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    timer.cancel(false);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf buf = (ByteBuf) message;
    try {
      if (!answered) {
        request.append(buf.toString(StandardCharsets.ISO_8859_1));
        answerIfWhole(context);
      }
    } finally {
      buf.release();
    }
  }

  private void answerIfWhole(ChannelHandlerContext context) {
    boolean whole = request.indexOf("\r\n\r\n") >= 0 || request.indexOf("\n\n") >= 0;
    if (whole) {
      answer(context);
    } else if (request.length() > MAX_REQUEST) {
      send(context, new Page(431, "request too large\n"), true);
    }
  }

  private void answer(ChannelHandlerContext context) {
    String[] words = request.substring(0, request.indexOf("\n")).strip().split(" ", 4);
    if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
      send(context, new Page(400, "not an HTTP/1 request\n"), true);
      return;
    }
    boolean head = words[0].equals("HEAD");
    if (!head && !words[0].equals("GET")) {
      send(context, new Page(405, "GET or HEAD only\n"), true);
      return;
    }
    Page page = pages.apply(words[1].replaceFirst("\\?.*", ""));
    send(context, page == null ? new Page(404, "no such page\n") : page, !head);
  }

  private void send(ChannelHandlerContext context, Page page, boolean withBody) {
    answered = true;
    byte[] body = page.text().getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 "
            + page.status()
            + (page.status() == 200 ? " OK" : " No")
            + "\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: "
            + body.length
            + (page.status() == 405 ? "\r\nAllow: GET, HEAD" : "")
            + "\r\nConnection: close\r\n\r\n";
    byte[] headBytes = head.getBytes(StandardCharsets.US_ASCII);
    ByteBuf answer =
        withBody ? Unpooled.wrappedBuffer(headBytes, body) : Unpooled.wrappedBuffer(headBytes);
    context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    context.close();
  }
}
