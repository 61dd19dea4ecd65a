// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.server;

import dev.kezuri.sidecar.metrics.SidecarMetrics;
import dev.kezuri.sidecar.metrics.SidecarMetrics.Counter;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Ends a connection whose handler failed; the process goes on. Logs once a second at most. */
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails is closed
@Sharable
final class LastResort extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = Logger.getLogger(LastResort.class.getName());
  private static final long LOG_EVERY_NS = 1_000_000_000L;

  private final SidecarMetrics metrics;
  private final LongSupplier monotonicNs;
  private long lastLogNs;
  private long unlogged;

  LastResort(SidecarMetrics metrics, LongSupplier monotonicNs) {
    this.metrics = metrics;
    this.monotonicNs = monotonicNs;
    this.lastLogNs = monotonicNs.getAsLong() - LOG_EVERY_NS;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    // A client that went away is nobody's mistake.
    if (!(failure instanceof IOException)) {
      metrics.add(Counter.CLOSED_ERROR, 1);
      log(failure);
    }
    context.close();
  }

  private void log(Throwable failure) {
    long now = monotonicNs.getAsLong();
    if (now - lastLogNs < LOG_EVERY_NS) {
      unlogged++;
      return;
    }
    lastLogNs = now;
    LOG.log(Level.SEVERE, "event=connection_failed not_logged=" + unlogged, failure);
    unlogged = 0;
  }
}
