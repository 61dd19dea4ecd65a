// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.server;

import dev.kezuri.sidecar.metrics.SidecarMetrics;
import dev.kezuri.sidecar.metrics.SidecarMetrics.Counter;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Ends a connection whose handler failed; the process goes on. */
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails is closed
@Sharable
final class LastResort extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = Logger.getLogger(LastResort.class.getName());

  private final SidecarMetrics metrics;

  LastResort(SidecarMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    // A client that went away is nobody's mistake.
    if (failure instanceof IOException) {
      LOG.log(Level.FINE, "event=client_gone", failure);
    } else {
      metrics.add(Counter.CLOSED_ERROR, 1);
      LOG.log(Level.SEVERE, "event=connection_failed", failure);
    }
    context.close();
  }
}
