// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

import dev.kezuri.sidecar.metrics.SidecarMetrics.Counter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;

/**
 * One connection: finds out its protocol, feeds the parser, sends its answers; takes little more
 * while a command waits, the client does not read, or others have their turn.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails is closed
public final class Connection extends ChannelInboundHandlerAdapter implements Waiter {
  /** As much as one connection is answered before the others have their turn. */
  private static final int TURN_BYTES = 256 * 1024;

  private final WireLoop loop;
  private Session session;
  private final HeldBytes held = new HeldBytes();
  private ChannelHandlerContext ctx;
  private Stop stop = Stop.NO;
  private HeldAnswer heldAnswer;
  private boolean pumping;
  private boolean unflushed;
  private boolean lastInput;
  private boolean inputEnded;
  private boolean finished;

  /** Makes the handler of one connection. */
  public Connection(WireLoop loop) {
    this.loop = loop;
  }

  /** Returns how many commands were answered. */
  public long completed() {
    return session == null ? 0 : session.completed();
  }

  /** Returns whether the client owes the rest of a command. */
  public boolean isPartial() {
    return (session != null && session.isPartial()) || (stop == Stop.NO && !held.isEmpty());
  }

  /** Returns whether nothing more is answered: the connection is about to close. */
  public boolean isEnded() {
    return stop == Stop.ENDED;
  }

  /** Returns whether all that is ever to be answered has been handed to the system. */
  public boolean isFinished() {
    return finished;
  }

  /** Answers what was received whole, and says that nothing follows. */
  public void drain() {
    lastInput = true;
    if (stop == Stop.NO) {
      linger();
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ctx = context;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      receive((ByteBuf) message, loop.metrics().beginBatch(this));
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void receive(ByteBuf buf, long nowNs) {
    loop.metrics().add(Counter.BYTES_READ, buf.readableBytes());
    byte[] in = loop.in();
    while (stop == Stop.NO && held.isEmpty() && buf.isReadable()) {
      int count = Math.min(buf.readableBytes(), in.length);
      buf.readBytes(in, 0, count);
      pump(in, 0, count, nowNs);
    }
    if (stop != Stop.ENDED && buf.isReadable()) {
      held.append(buf);
      if (stop == Stop.NO) {
        pump(held.bytes(), held.from(), held.to(), nowNs);
      } else {
        // Not before more comes: nearly all clients wait for the answer, and it is two system
        // calls.
        ctx.channel().config().setAutoRead(false);
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    flush();
    loop.metrics().endBatch(this);
  }

  private void flush() {
    if (unflushed) {
      unflushed = false;
      ctx.flush();
    }
  }

  /** Parses until something is missing; keeps what could not be parsed. */
  private void pump(byte[] in, int from, int to, long nowNs) {
    pumping = true;
    loop.ids().beginBatch(nowNs);
    try {
      int at = from;
      int turn = TURN_BYTES;
      Pause pause;
      if (session == null) {
        session = loop.sniffer().session(loop, in, from, to);
      }
      if (session == null) {
        settle(Pause.INPUT, in, at, to);
        return;
      }
      do {
        pause = session.run(in, at, to);
        at = session.position();
        turn -= write();
        if (pause == Pause.OUTPUT) {
          stop = !isWritable() ? Stop.UNWRITABLE : turn <= 0 ? Stop.TURN_OVER : Stop.NO;
        }
      } while (pause == Pause.OUTPUT && stop == Stop.NO);
      settle(pause, in, at, to);
    } finally {
      loop.ids().endBatch();
      loop.answer().clear();
      pumping = false;
    }
  }

  /** Sends the part of the answer that can go; returns its size. */
  private int write() {
    Answer answer = loop.answer();
    int count = answer.sendable();
    if (count == 0) {
      return 0;
    }
    ByteBuf buf = loop.out().take(ctx.alloc(), count);
    buf.writeBytes(answer.bytes(), 0, count);
    answer.sent(count);
    loop.metrics().add(Counter.BYTES_WRITTEN, count);
    unflushed = true;
    ctx.write(buf, ctx.voidPromise());
    return count;
  }

  private boolean isWritable() {
    if (!ctx.channel().isWritable()) {
      flush();
    }
    return ctx.channel().isWritable();
  }

  private void settle(Pause pause, byte[] in, int at, int to) {
    switch (pause) {
      case INPUT -> {
        held.keep(in, at, to);
        if (lastInput) {
          linger();
        }
      }
      case OUTPUT -> suspend(stop, in, at, to);
      case QUEUE, NEXT_MS, UNTIL_WOKEN -> {
        suspend(Stop.PARKED, in, at, to);
        loop.metrics().add(Counter.PARKED, 1);
        loop.lot().park(this, pause, ctx.executor());
      }
      case END -> linger();
      case QUIT -> end().addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void suspend(Stop why, byte[] in, int at, int to) {
    stop = why;
    heldAnswer = HeldAnswer.of(loop.answer());
    held.keep(in, at, to);
    if (why == Stop.TURN_OVER) {
      ctx.channel().config().setAutoRead(false);
    }
    flush();
    if (why == Stop.TURN_OVER || (why == Stop.UNWRITABLE && ctx.channel().isWritable())) {
      ctx.executor().execute(() -> resume(why));
    }
  }

  @Override
  public void resumeParked() {
    resume(Stop.PARKED);
  }

  private void resume(Stop from) {
    if (stop != from || !ctx.channel().isActive()) {
      return;
    }
    stop = Stop.NO;
    try {
      loop.answer().restore(heldAnswer);
      heldAnswer = null;
      pump(held.bytes(), held.from(), held.to(), loop.metrics().monotonicNs());
      flush();
    } catch (RuntimeException | Error e) {
      // No reader stands above this call, as it does above channelRead.
      ctx.fireExceptionCaught(e);
      return;
    }
    if (stop == Stop.NO) {
      ctx.channel().config().setAutoRead(true);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (!pumping && ctx.channel().isWritable()) {
      resume(Stop.UNWRITABLE);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputEnded = true;
      if (stop == Stop.ENDED) {
        ctx.close();
      } else {
        drain();
      }
    }
  }

  /** Sends what is written, and answers nothing more. */
  private ChannelFuture end() {
    stop = Stop.ENDED;
    unflushed = false;
    held.drop();
    return ctx.writeAndFlush(Unpooled.EMPTY_BUFFER);
  }

  /**
   * Sends what is written and says that nothing follows, but reads on without a look at it: a close
   * with bytes unread would be a reset, and the client might never see the reason.
   */
  private void linger() {
    Channel channel = ctx.channel();
    ChannelFuture end = end();
    if (!inputEnded) {
      // Asked to read behind the end, a channel closes at once, unsent answers or not.
      channel.config().setAutoRead(true);
    }
    end.addListener(
        sent -> {
          finished = true;
          if (channel instanceof DuplexChannel duplex && !inputEnded && sent.isSuccess()) {
            duplex.shutdownOutput().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
          } else {
            channel.close();
          }
        });
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    stop = Stop.ENDED;
    finished = true;
    held.drop();
    heldAnswer = null;
    loop.lot().leave(this);
    // After a quit there is no read-complete any more.
    loop.metrics().endBatch(this);
    context.fireChannelInactive();
  }
}
