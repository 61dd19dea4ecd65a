// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.server;

import dev.kezuri.sidecar.metrics.SidecarMetrics;
import dev.kezuri.sidecar.metrics.SidecarMetrics.Counter;
import dev.kezuri.sidecar.wire.Connection;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.logging.Logger;

/**
 * Decides which connections are served and which have stayed too long. It looks at all of them once
 * in a while instead of keeping a timer for each: nothing of it is on the way of a command. Event
 * loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails is closed
public final class ConnectionGuard {
  private static final Logger LOG = Logger.getLogger(ConnectionGuard.class.getName());

  private final LongSupplier monotonicNs;
  private final Limits limits;
  private final SidecarMetrics metrics;
  private final Set<Watched> open = new LinkedHashSet<>();

  /**
   * Makes the guard of one event loop.
   *
   * @param monotonicNs a clock that never goes back, in ns
   */
  public ConnectionGuard(LongSupplier monotonicNs, Limits limits, SidecarMetrics metrics) {
    this.monotonicNs = monotonicNs;
    this.limits = limits;
    this.metrics = metrics;
  }

  /** Returns the limits in force. */
  public Limits limits() {
    return limits;
  }

  /** Returns whether one more connection may be served; watches it until it closes. */
  boolean admit(Channel channel, Connection connection) {
    if (open.size() >= limits.maxConnections()) {
      metrics.add(Counter.REJECTED_CONNECTIONS, 1);
      LOG.warning("event=too_many_connections limit=" + limits.maxConnections());
      return false;
    }
    Watched watched = new Watched(channel, connection, monotonicNs.getAsLong());
    open.add(watched);
    metrics.add(Counter.TOTAL_CONNECTIONS, 1);
    metrics.add(Counter.CURR_CONNECTIONS, 1);
    channel
        .closeFuture()
        .addListener(
            closed -> {
              if (open.remove(watched)) {
                metrics.add(Counter.CURR_CONNECTIONS, -1);
              }
            });
    return true;
  }

  /** Closes what has stayed too long. */
  void sweep() {
    long now = monotonicNs.getAsLong();
    for (Watched watched : copy()) {
      Counter reason = watched.overdue(now, limits);
      if (reason != null) {
        metrics.add(reason, 1);
        LOG.fine(() -> "event=connection_closed why=" + reason.name().toLowerCase(Locale.ROOT));
        watched.channel.close();
      }
    }
  }

  /** Lets every connection answer what it has received whole, and close. */
  void drain() {
    for (Watched watched : copy()) {
      watched.connection.drain();
    }
  }

  /** Closes what is left. */
  void closeAll() {
    for (Watched watched : copy()) {
      watched.channel.close();
    }
  }

  /** Returns how many connections still owe an answer after {@link #drain}. */
  int unfinished() {
    int count = 0;
    for (Watched watched : open) {
      count += watched.connection.isFinished() ? 0 : 1;
    }
    return count;
  }

  int size() {
    return open.size();
  }

  private List<Watched> copy() {
    return new ArrayList<>(open);
  }

  private static final class Watched {
    private final Channel channel;
    private final Connection connection;
    private long activeNs;
    private long activity;
    private boolean partial;
    private long partialNs;
    private long partialAt;

    Watched(Channel channel, Connection connection, long nowNs) {
      this.channel = channel;
      this.connection = connection;
      this.activeNs = nowNs;
    }

    /** Returns why it must close, or null. */
    Counter overdue(long nowNs, Limits limits) {
      long seen = connection.completed() * 31 + channel.bytesBeforeWritable();
      if (seen != activity) {
        activity = seen;
        activeNs = nowNs;
      }
      // Only a command finished since then makes it another partial command.
      if (!connection.isPartial() || !partial || partialAt != connection.completed()) {
        partial = connection.isPartial();
        partialAt = connection.completed();
        partialNs = nowNs;
      }
      if (partial && nowNs - partialNs >= limits.partial().toNanos()) {
        return Counter.CLOSED_PARTIAL;
      }
      if (connection.isEnded() && nowNs - activeNs >= limits.partial().toNanos()) {
        return Counter.CLOSED_PARTIAL;
      }
      return nowNs - activeNs >= limits.idle().toNanos() ? Counter.CLOSED_IDLE : null;
    }
  }
}
