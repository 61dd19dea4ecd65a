// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

import io.netty.channel.ChannelHandlerContext;

/** Tells by the first bytes of a connection which protocol it speaks. Event loop only. */
public interface Sniffer {
  /** Returns the parser for a connection that begins with these bytes; null if more must come. */
  Session session(WireLoop loop, byte[] in, int from, int to);

  /**
   * Installs the handlers that follow {@code context} for a connection whose session paused with
   * {@link Pause#HAND_OVER}; they get all its bytes.
   */
  Conversation handOver(WireLoop loop, ChannelHandlerContext context);
}
