// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.fuzz;

import dev.kezuri.sidecar.wire.Connection;
import dev.kezuri.sidecar.wire.Wire;
import dev.kezuri.sidecar.wire.WireLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Plays bytes to a connection of its own, and tells what came back. */
final class Player {
  /** How the bytes come and whether the client reads. */
  enum Manner {
    WHOLE,
    BYTE_BY_BYTE,
    CUT,
    CUT_AND_NOT_READ,
    /** The client goes away somewhere in the middle; what it was answered until then is all. */
    ABANDONED
  }

  /**
   * What was seen.
   *
   * @param answer all bytes sent back
   * @param issued how many IDs were drawn
   * @param closedEarly whether it was closed before the client had said that nothing follows
   * @param held the most that waited to be sent to a client that does not read
   */
  record Seen(byte[] answer, long issued, boolean closedEarly, long held) {}

  /** As IdServer sets them. */
  private static final WriteBufferWaterMark OUTBOUND =
      new WriteBufferWaterMark(16 * 1024, 32 * 1024);

  /** More rounds of waiting than any command needs. */
  private static final int ROUNDS = 100_000;

  private final byte[] sent;
  private final Manner manner;
  private final SplittableRandom random;
  private final FuzzIds ids;
  private final WireLoop loop;
  private final DeafChannel channel;
  private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(true, true);
  private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
  private long held;

  private Player(byte[] sent, long seed, Manner manner) {
    this.sent = sent;
    this.manner = manner;
    random = new SplittableRandom(seed + manner.ordinal());
    ids = new FuzzIds(seed);
    loop = Wire.loop(ids);
    channel = new DeafChannel(new Connection(loop));
    channel.config().setAllocator(buffers);
    channel.config().setWriteBufferWaterMark(OUTBOUND);
    channel.freezeTime();
  }

  static Seen play(byte[] sent, long seed, Manner manner) {
    return new Player(sent, seed, manner).play();
  }

  private Seen play() {
    int most = 1 + random.nextInt(1 << (1 + random.nextInt(14)));
    int leaveAt = manner == Manner.ABANDONED ? random.nextInt(sent.length + 1) : sent.length;
    for (int at = 0; at < leaveAt && channel.isOpen(); ) {
      int end = Math.min(sent.length, at + pieceSize(most));
      channel.deaf =
          (manner == Manner.CUT_AND_NOT_READ || manner == Manner.ABANDONED)
              && random.nextInt(4) > 0;
      ByteBuf piece = buffers.directBuffer(end - at);
      piece.writeBytes(sent, at, end - at);
      channel.writeInbound(piece);
      // A socket that is not to be read may still bring what was under way.
      if (random.nextBoolean()) {
        settle();
      }
      at = end;
    }
    if (manner == Manner.ABANDONED) {
      return abandoned();
    }
    settle();
    boolean closedEarly = !channel.isOpen();
    channel.deaf = false;
    channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    settle();
    end();
    return new Seen(answer.toByteArray(), ids.issued(), closedEarly, held);
  }

  private Seen abandoned() {
    var _ = channel.close();
    channel.runPendingTasks();
    take();
    end();
    return new Seen(answer.toByteArray(), ids.issued(), true, held);
  }

  private int pieceSize(int most) {
    return switch (manner) {
      case WHOLE -> sent.length;
      case BYTE_BY_BYTE -> 1;
      case CUT, CUT_AND_NOT_READ, ABANDONED -> 1 + random.nextInt(most);
    };
  }

  /** Lets time pass until nothing waits for an ID, and takes what was sent. */
  private void settle() {
    take();
    channel.deaf = false;
    channel.flush();
    for (int round = 0; round < ROUNDS; round++) {
      channel.runPendingTasks();
      take();
      if (ids.inBatch()) {
        throw new AssertionError("a batch of IDs was not ended");
      }
      if (loop.waiting() == 0) {
        channel.checkException();
        return;
      }
      channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
      if (round % 3 == 2) {
        loop.wake();
      }
    }
    throw new AssertionError("a command waits for ever");
  }

  private void take() {
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    held = Math.max(held, pending == null ? 0 : pending.totalPendingWriteBytes());
    for (ByteBuf buf = channel.readOutbound(); buf != null; buf = channel.readOutbound()) {
      answer.writeBytes(bytes(buf));
      buf.release();
    }
  }

  private static byte[] bytes(ByteBuf buf) {
    byte[] bytes = new byte[buf.readableBytes()];
    buf.readBytes(bytes);
    return bytes;
  }

  private void end() {
    boolean open = channel.isOpen();
    channel.finishAndReleaseAll();
    channel.checkException();
    if (open) {
      throw new AssertionError("stays open after the client's end");
    }
    if (loop.waiting() > 0) {
      throw new AssertionError("still in the queue for IDs after it was closed");
    }
    long lost = buffers.metric().usedDirectMemory() + buffers.metric().usedHeapMemory();
    if (lost != 0) {
      throw new AssertionError("buffers of " + lost + " bytes lost");
    }
  }

  /** A channel whose client does not read while it is deaf. */
  private static final class DeafChannel extends EmbeddedChannel {
    private boolean deaf;

    DeafChannel(Connection connection) {
      super(connection, new ClientGone());
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer in) throws Exception {
      if (!deaf) {
        super.doWrite(in);
      }
    }
  }

  /** As LastResort has it: a client that went away is nobody's mistake. */
  private static final class ClientGone extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
      if (!(failure instanceof IOException)) {
        context.fireExceptionCaught(failure);
      }
    }
  }
}
