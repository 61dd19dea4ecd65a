// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.metrics;

/**
 * What the sidecar counts. Written and read by the event loop only, so that a count costs an
 * addition.
 */
public final class SidecarMetrics {
  /** One count, under its name for {@code stats} (memcached's where it has one) and Prometheus. */
  public enum Counter {
    CURR_CONNECTIONS("curr_connections", "kezuri_connections", "Open client connections"),
    TOTAL_CONNECTIONS("total_connections", "kezuri_connections_total", "Connections accepted"),
    REJECTED_CONNECTIONS(
        "rejected_connections", "kezuri_connections_rejected_total", "Connections over the limit"),
    CLOSED_IDLE(
        "idle_kicks", "kezuri_connections_closed_idle_total", "Closed: no command for too long"),
    CLOSED_PARTIAL(
        "partial_kicks",
        "kezuri_connections_closed_partial_total",
        "Closed: a command was not finished in time"),
    CLOSED_ERROR(
        "internal_errors", "kezuri_connections_closed_error_total", "Closed: internal error"),
    CLOSED_UNKNOWN(
        "protocol_kicks", "kezuri_connections_closed_unknown_total", "Closed: not our protocol"),
    COMMANDS("cmd_total", "kezuri_commands_total", "Commands answered, of any kind"),
    IDS("cmd_get", "kezuri_ids_issued_total", "IDs issued"),
    REFUSED("get_refused", "kezuri_refusals_total", "get commands answered by an error"),
    PARKED("get_parked", "kezuri_waits_total", "get commands that had to wait for an ID"),
    BYTES_READ("bytes_read", "kezuri_read_bytes_total", "Bytes received"),
    BYTES_WRITTEN("bytes_written", "kezuri_written_bytes_total", "Bytes sent");

    private final String stat;
    private final String metric;
    private final String help;

    Counter(String stat, String metric, String help) {
      this.stat = stat;
      this.metric = metric;
      this.help = help;
    }

    /** Returns its name in the answer to {@code stats}. */
    public String stat() {
      return stat;
    }

    /** Returns its name for Prometheus. */
    public String metric() {
      return metric;
    }

    /** Returns what it counts, in a few words. */
    public String help() {
      return help;
    }

    /** Returns whether it can only grow. */
    public boolean grows() {
      return metric.endsWith("_total");
    }
  }

  private final long[] counts = new long[Counter.values().length];
  private final long[] atReset = new long[counts.length];

  /** Adds {@code count}, which may be negative for what does not only grow. */
  public void add(Counter counter, long count) {
    counts[counter.ordinal()] += count;
  }

  /** Returns the count since the start. */
  public long get(Counter counter) {
    return counts[counter.ordinal()];
  }

  /** Returns the count since {@code stats reset}. */
  public long sinceReset(Counter counter) {
    return get(counter) - atReset[counter.ordinal()];
  }

  /** Begins to count anew for {@code stats}; what Prometheus reads goes on. */
  public void reset() {
    for (Counter counter : Counter.values()) {
      atReset[counter.ordinal()] = counter.grows() ? get(counter) : 0;
    }
  }
}
