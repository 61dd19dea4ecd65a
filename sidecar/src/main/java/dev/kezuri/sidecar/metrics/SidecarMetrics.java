// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.metrics;

import dev.kezuri.issue.Refusal;
import java.util.function.LongSupplier;

/**
 * What the sidecar counts. Written and read by the event loop only, so that a count costs an
 * addition.
 */
public final class SidecarMetrics {
  /** One count, under its name for {@code stats} (memcached's where it has one) and Prometheus. */
  public enum Counter {
    CURR_CONNECTIONS("curr_connections", "kezuri_connections", "Open client connections."),
    TOTAL_CONNECTIONS(
        "total_connections", "kezuri_connections_accepted_total", "Client connections served."),
    REJECTED_CONNECTIONS(
        "rejected_connections",
        "kezuri_connections_rejected_total",
        "Client connections over the limit."),
    CLOSED_IDLE("idle_kicks", CLOSED, CLOSED_HELP, "idle"),
    CLOSED_PARTIAL("partial_kicks", CLOSED, CLOSED_HELP, "partial_command"),
    CLOSED_ERROR("internal_errors", CLOSED, CLOSED_HELP, "internal_error"),
    CLOSED_UNKNOWN("protocol_kicks", CLOSED, CLOSED_HELP, "unknown_protocol"),
    COMMANDS(
        "cmd_total", "kezuri_commands_total", "Commands and HTTP requests answered, of any kind."),
    IDS("cmd_get", "kezuri_ids_issued_total", "IDs issued."),
    SETS("cmd_set"),
    FLUSHES("cmd_flush"),
    TOUCHES("cmd_touch"),
    PARKED("get_parked", "kezuri_waits_total", "Times that a command had to wait for its next ID."),
    BYTES_READ("bytes_read", "kezuri_read_bytes_total", "Bytes received from clients."),
    BYTES_WRITTEN("bytes_written", "kezuri_written_bytes_total", "Bytes sent to clients.");

    private final String stat;
    private final String metric;
    private final String help;
    private final String reason;

    /** For {@code stats} alone: it tells of clients more than of this server. */
    Counter(String stat) {
      this(stat, null, null, null);
    }

    Counter(String stat, String metric, String help) {
      this(stat, metric, help, null);
    }

    Counter(String stat, String metric, String help, String reason) {
      this.stat = stat;
      this.metric = metric;
      this.help = help;
      this.reason = reason;
    }

    /** Returns its name in the answer to {@code stats}. */
    public String stat() {
      return stat;
    }

    /** Returns its name for Prometheus; null if it has none. */
    String metric() {
      return metric;
    }

    String help() {
      return help;
    }

    /** Returns the value of its label {@code reason}; null if it has none. */
    String reason() {
      return reason;
    }

    /** Returns whether it can only grow. */
    boolean grows() {
      return metric == null || metric.endsWith("_total");
    }
  }

  private static final String CLOSED = "kezuri_connections_closed_total";
  private static final String CLOSED_HELP = "Client connections closed by the sidecar, by reason.";

  private final long[] counts = new long[Counter.values().length];
  private final long[] atReset = new long[counts.length];
  private final long[] refusals = new long[Refusal.values().length];
  private final long[] refusalsAtReset = new long[refusals.length];
  private final AnswerTimes times;

  /** Makes counts of zero. */
  public SidecarMetrics() {
    this(System::nanoTime);
  }

  /**
   * Makes counts of zero.
   *
   * @param monotonicNs a clock that never goes back, in ns
   */
  public SidecarMetrics(LongSupplier monotonicNs) {
    this.times = new AnswerTimes(monotonicNs);
  }

  /** Adds {@code count}, which may be negative for what does not only grow. */
  public void add(Counter counter, long count) {
    counts[counter.ordinal()] += count;
  }

  /** Counts a command that is answered with the reason of this negative code: no ID for it. */
  public void refused(long code) {
    refusals[Refusal.of(code).ordinal()]++;
  }

  /**
   * Begins a batch of commands that came in one read of {@code connection}.
   *
   * @return the monotonic clock when it began, in ns
   */
  public long beginBatch(Object connection) {
    return times.begin(connection, get(Counter.BYTES_WRITTEN));
  }

  /** Returns the monotonic clock, in ns. */
  public long monotonicNs() {
    return times.monotonicNs();
  }

  /** Ends the batch of {@code connection}, if one has begun: its answers are sent. */
  public void endBatch(Object connection) {
    times.end(connection, get(Counter.BYTES_WRITTEN));
  }

  /** Returns how long batches took. */
  AnswerTimes times() {
    return times;
  }

  /** Returns the count since the start. */
  public long get(Counter counter) {
    return counts[counter.ordinal()];
  }

  /** Returns the count since {@code stats reset}. */
  public long sinceReset(Counter counter) {
    return get(counter) - atReset[counter.ordinal()];
  }

  /** Returns how many commands were refused for this reason since the start. */
  public long get(Refusal refusal) {
    return refusals[refusal.ordinal()];
  }

  /** Returns how many commands were refused for this reason since {@code stats reset}. */
  public long sinceReset(Refusal refusal) {
    return get(refusal) - refusalsAtReset[refusal.ordinal()];
  }

  /** Begins to count anew for {@code stats}; what Prometheus reads goes on. */
  public void reset() {
    for (Counter counter : Counter.values()) {
      atReset[counter.ordinal()] = counter.grows() ? get(counter) : 0;
    }
    System.arraycopy(refusals, 0, refusalsAtReset, 0, refusals.length);
  }
}
