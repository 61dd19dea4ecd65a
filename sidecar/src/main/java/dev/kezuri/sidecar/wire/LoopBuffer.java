// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/**
 * One direct buffer for whatever an event loop reads or writes at once: asking a pool for one took
 * longer than finding the command. While it is on its way, the pool helps out. Event loop only.
 */
public final class LoopBuffer {
  private final ByteBuf buffer;

  /** Makes the buffer; it lives as long as this object. */
  public LoopBuffer(int capacity) {
    buffer = Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(capacity));
  }

  /** Returns an empty buffer with room for {@code count} bytes, to be released as any other. */
  public ByteBuf take(ByteBufAllocator pool, int count) {
    if (buffer.refCnt() > 1 || count > buffer.capacity()) {
      return pool.directBuffer(count, count);
    }
    return buffer.clear().retain();
  }
}
