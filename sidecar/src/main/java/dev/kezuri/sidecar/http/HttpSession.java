// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.http;

import dev.kezuri.sidecar.metrics.SidecarMetrics.Counter;
import dev.kezuri.sidecar.wire.Answer;
import dev.kezuri.sidecar.wire.Lines;
import dev.kezuri.sidecar.wire.LongAnswer;
import dev.kezuri.sidecar.wire.Pause;
import dev.kezuri.sidecar.wire.Session;
import dev.kezuri.sidecar.wire.WireLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.Arrays;

/**
 * HTTP/1.x, request by request, in order: a request is parsed when its head is whole, its body is
 * dropped, and its answer is made whole before a byte of it is sent.
 */
public final class HttpSession implements Session {
  private enum State {
    HEAD,
    BODY,
    DRAW,
    SEND,
    ENDED
  }

  /** Request line and headers; as much as a connection may hold back. */
  public static final int HEAD_LIMIT = 8 * 1024;

  /** Nothing that is served needs a body: a small one is dropped, a larger one refused. */
  static final int BODY_LIMIT = 64 * 1024;

  private final WireLoop loop;
  private final Pages pages;
  private final Answer answer;
  private final LongAnswer out = new LongAnswer();
  private final RequestReader reader = new RequestReader(HEAD_LIMIT);
  private State state = State.HEAD;
  private int position;
  private int scanned;
  private long completed;
  private Request request;
  private int bodyLeft;
  private Reply reply;
  private long[] drawn;
  private int count;
  private boolean close;

  /** Makes the session of one connection. */
  public HttpSession(WireLoop loop, Pages pages) {
    this.loop = loop;
    this.pages = pages;
    this.answer = loop.answer();
  }

  @Override
  public int position() {
    return position;
  }

  @Override
  public long completed() {
    return completed;
  }

  @Override
  public boolean isPartial() {
    return state == State.BODY;
  }

  @Override
  public Pause run(byte[] in, int from, int to) {
    position = from;
    for (; ; ) {
      Pause pause =
          switch (state) {
            case HEAD -> head(in, to);
            case BODY -> body(in, to);
            case DRAW -> draw();
            case SEND -> send();
            case ENDED -> Pause.INPUT;
          };
      if (pause != null) {
        return pause;
      }
    }
  }

  private Pause head(byte[] in, int to) {
    if (scanned == 0) {
      // The empty lines before a request line that old clients send.
      while (position < to && (in[position] == '\r' || in[position] == '\n')) {
        position++;
      }
    }
    int end = Head.end(in, position, position + scanned, to);
    if ((end < 0 ? to : end) - position > HEAD_LIMIT) {
      boolean line = Lines.newline(in, position, position + HEAD_LIMIT) < 0;
      return refuse(line ? 414 : 431, line ? "request line too long" : "headers too large");
    }
    if (end < 0) {
      scanned = Math.max(0, to - position - 2);
      return Pause.INPUT;
    }
    scanned = 0;
    // What could not begin a connection does not go on with one: the parser takes more.
    if (!RequestLine.matches(
        in, position, Lines.textEnd(in, position, Lines.newline(in, position, end)))) {
      return refuse(400, Request.NOT_HTTP);
    }
    bodyLeft = BODY_LIMIT;
    state = State.BODY;
    return parts(in, end);
  }

  private Pause body(byte[] in, int to) {
    if (position == to) {
      return Pause.INPUT;
    }
    int before = position;
    Pause pause = parts(in, to);
    return pause == null && state == State.BODY && position == before ? Pause.INPUT : pause;
  }

  private Pause parts(byte[] in, int to) {
    ByteBuf buf = Unpooled.wrappedBuffer(in, position, to - position);
    try {
      for (Object part : reader.read(buf)) {
        part(part);
        ReferenceCountUtil.release(part);
      }
    } catch (Exception e) {
      // What the parser cannot read it says in a part; this is for what it throws all the same.
      refuse(400, Request.NOT_HTTP);
    }
    position += buf.readerIndex();
    return null;
  }

  private void part(Object part) {
    if (state != State.BODY) {
      return;
    }
    if (part instanceof HttpRequest head) {
      request = new Request(head);
      if (request.problem() != null) {
        refuse(request.problemStatus(), request.problem());
      }
    }
    if (state == State.BODY && part instanceof HttpContent content) {
      bodyLeft -= content.content().readableBytes();
      if (content.decoderResult().isFailure()) {
        refuse(400, "the body has a wrong form");
      } else if (bodyLeft < 0) {
        refuse(413, "no page takes a body");
      } else if (content instanceof LastHttpContent) {
        close = !request.keepAlive();
        respond(request.reply(pages));
      }
    }
  }

  private Pause refuse(int status, String why) {
    close = true;
    respond(Reply.text(status, why + "\n"));
    return null;
  }

  private void respond(Reply made) {
    reply = made;
    if (made.draw() != null && !request.head()) {
      drawn = new long[made.draw().count()];
      count = 0;
      state = State.DRAW;
    } else {
      ready();
    }
  }

  private Pause draw() {
    if (count == 0 && loop.lot().mustQueue()) {
      return Pause.QUEUE;
    }
    while (count < drawn.length) {
      long id = loop.ids().nextId();
      if (id < 0) {
        return refused(id);
      }
      loop.metrics().add(Counter.IDS, 1);
      drawn[count++] = id;
    }
    reply = reply.drawn(drawn);
    ready();
    return null;
  }

  private Pause refused(long code) {
    Pause wait = Pause.until(loop.ids().patience(code));
    if (wait != null) {
      return wait;
    }
    loop.metrics().refused(code);
    reply = Reply.unavailable(loop.ids().reason(code));
    ready();
    return null;
  }

  private void ready() {
    drawn = null;
    byte[] head = Head.of(reply, request, close);
    boolean bare = request != null && request.head();
    byte[] whole = bare ? head : Arrays.copyOf(head, head.length + reply.body().length);
    if (!bare) {
      System.arraycopy(reply.body(), 0, whole, head.length, reply.body().length);
    }
    out.begin(whole);
    reply = null;
    state = State.SEND;
  }

  private Pause send() {
    if (!out.put(answer)) {
      return Pause.OUTPUT;
    }
    request = null;
    completed++;
    loop.metrics().add(Counter.COMMANDS, 1);
    state = close ? State.ENDED : State.HEAD;
    return close ? Pause.END : null;
  }
}
