// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.admin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.DefaultFileRegion;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Answers one GET or HEAD, then closes. */
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails is closed
final class AdminHandler extends ChannelInboundHandlerAdapter {
  private static final int MAX_REQUEST = 8 * 1024;

  /** For the request and for reading the answer, together. */
  private static final long PATIENCE_S = 10;

  /** For reading a recording. */
  private static final long LONG_PATIENCE_S = 120;

  private static final int DEFAULT_SECONDS = 30;

  private final Function<String, Page> pages;
  private final FlightRecorder recorder;
  private final StringBuilder text = new StringBuilder();
  private Future<?> timer;
  private boolean answered;

  AdminHandler(Function<String, Page> pages, FlightRecorder recorder) {
    this.pages = pages;
    this.recorder = recorder;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    closeIn(context, PATIENCE_S);
  }

  private void closeIn(ChannelHandlerContext context, long seconds) {
    if (timer != null) {
      timer.cancel(false);
    }
    Runnable close = context::close;
    timer = context.executor().schedule(close, seconds, TimeUnit.SECONDS);
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
        text.append(buf.toString(StandardCharsets.ISO_8859_1));
        answerIfWhole(context);
      }
    } finally {
      buf.release();
    }
  }

  private void answerIfWhole(ChannelHandlerContext context) {
    boolean whole = text.indexOf("\r\n\r\n") >= 0 || text.indexOf("\n\n") >= 0;
    if (whole) {
      answered = true;
      answer(context, new AdminRequest(text.toString()));
    } else if (text.length() > MAX_REQUEST) {
      answered = true;
      send(context, new Page(431, "request too large\n"), true);
    }
  }

  private void answer(ChannelHandlerContext context, AdminRequest request) {
    if (!request.isHttp()) {
      send(context, new Page(400, "not an HTTP/1 request\n"), true);
    } else if (!request.isHead() && !request.isGet()) {
      send(context, new Page(405, "GET or HEAD only\n"), true);
    } else if (request.path().startsWith(DebugPages.PREFIX)) {
      debug(context, request);
    } else {
      page(context, request, pages.apply(request.path()));
    }
  }

  private static void page(ChannelHandlerContext context, AdminRequest request, Page page) {
    Page found = page == null ? new Page(404, "no such page: / says which there are\n") : page;
    send(context, found, !request.isHead());
  }

  private void debug(ChannelHandlerContext context, AdminRequest request) {
    String why = DebugPages.refusal(context.channel(), request);
    if (why != null) {
      page(context, request, new Page(403, "refused: " + why + "\n"));
      return;
    }
    switch (request.path()) {
      case "/debug/threads" -> page(context, request, DebugPages.threads());
      case "/debug/jfr" -> record(context, request);
      default -> page(context, request, null);
    }
  }

  private void record(ChannelHandlerContext context, AdminRequest request) {
    String given = request.parameter("seconds");
    String text = given == null ? String.valueOf(DEFAULT_SECONDS) : given;
    int seconds = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
    if (seconds < 1 || seconds > FlightRecorder.MAX_SECONDS) {
      String rule = "seconds must be 1 to " + FlightRecorder.MAX_SECONDS;
      page(context, request, new Page(400, rule + ": /debug/jfr?seconds=30\n"));
    } else if (request.isHead()) {
      page(context, request, new Page(200, "a HEAD records nothing\n"));
    } else if (recorder.isBusy()) {
      page(context, request, new Page(503, "another recording is under way\n"));
    } else {
      timer.cancel(false);
      recorder.record(
          seconds, context.channel(), (file, failure) -> recorded(context, file, failure));
    }
  }

  private void recorded(ChannelHandlerContext context, FileChannel file, Throwable failure) {
    if (failure instanceof LinkageError) {
      send(context, new Page(501, "this runtime was made without jdk.jfr\n"), true);
      return;
    }
    if (file == null) {
      send(context, new Page(500, "no recording: " + failure + "\n"), true);
      return;
    }
    try {
      closeIn(context, LONG_PATIENCE_S);
      String name =
          "application/octet-stream\r\nContent-Disposition: attachment; filename=kezuri.jfr";
      context.write(Unpooled.wrappedBuffer(head(200, name, file.size())));
      context
          .writeAndFlush(new DefaultFileRegion(file, 0, file.size()))
          .addListener(ChannelFutureListener.CLOSE);
    } catch (IOException e) {
      context.close();
    }
  }

  private static byte[] head(int status, String type, long length) {
    String text =
        "HTTP/1.1 "
            + status
            + reason(status)
            + "\r\nContent-Type: "
            + type
            + "\r\nContent-Length: "
            + length
            + (status == 405 ? "\r\nAllow: GET, HEAD" : "")
            + "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff"
            + "\r\nConnection: close\r\n\r\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> " OK";
      case 400 -> " Bad Request";
      case 403 -> " Forbidden";
      case 404 -> " Not Found";
      case 405 -> " Method Not Allowed";
      case 431 -> " Request Header Fields Too Large";
      case 501 -> " Not Implemented";
      case 503 -> " Service Unavailable";
      default -> " Internal Server Error";
    };
  }

  private static void send(ChannelHandlerContext context, Page page, boolean withBody) {
    byte[] body = page.text().getBytes(StandardCharsets.UTF_8);
    byte[] head = head(page.status(), page.type(), body.length);
    ByteBuf answer = withBody ? Unpooled.wrappedBuffer(head, body) : Unpooled.wrappedBuffer(head);
    context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    context.close();
  }
}
