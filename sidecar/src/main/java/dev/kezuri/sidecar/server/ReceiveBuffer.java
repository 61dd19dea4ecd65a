// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.server;

import dev.kezuri.sidecar.wire.LoopBuffer;
import dev.kezuri.sidecar.wire.WireLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/** Lets all connections of a loop read into one buffer, which is released before the next read. */
@SuppressWarnings("deprecation") // Handle: Netty has no other way to bring a buffer of one's own
final class ReceiveBuffer extends DefaultMaxMessagesRecvByteBufAllocator {
  private final LoopBuffer buffer = new LoopBuffer(WireLoop.READ_BYTES);

  @Override
  public Handle newHandle() {
    return new MaxMessageHandle() {
      @Override
      public int guess() {
        return WireLoop.READ_BYTES;
      }

      @Override
      public ByteBuf allocate(ByteBufAllocator pool) {
        return buffer.take(pool, WireLoop.READ_BYTES);
      }
    };
  }
}
