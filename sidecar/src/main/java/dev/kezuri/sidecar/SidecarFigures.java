// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import dev.kezuri.issue.IdIssuer;
import dev.kezuri.issue.Refusal;
import dev.kezuri.issue.TimeSource;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.sidecar.metrics.Exposition;
import dev.kezuri.sidecar.metrics.ProcessFigures;
import dev.kezuri.sidecar.metrics.SidecarMetrics;
import dev.kezuri.sidecar.metrics.SidecarMetrics.Counter;
import dev.kezuri.sidecar.wire.VersionText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The figures of {@code stats} and of Prometheus; docs/metrics.md explains each. */
final class SidecarFigures {
  private static final int MS = 1000;

  private final IdIssuer issuer;
  private final SidecarMetrics metrics;
  private final TimeSource time;
  private final int maxConnections;
  private final long startedNs;
  private long reservationsAtReset;

  SidecarFigures(IdIssuer issuer, SidecarMetrics metrics, TimeSource time, int maxConnections) {
    this.issuer = issuer;
    this.metrics = metrics;
    this.time = time;
    this.maxConnections = maxConnections;
    this.startedNs = time.monotonicNs();
  }

  Map<String, String> stats() {
    ProcessFigures process = ProcessFigures.read();
    Map<String, String> stats = new LinkedHashMap<>();
    stats.put("pid", String.valueOf(ProcessHandle.current().pid()));
    stats.put("uptime", String.valueOf((time.monotonicNs() - startedNs) / 1_000_000_000L));
    stats.put("time", String.valueOf(time.wallMs() / MS));
    stats.put("version", VersionText.of(Version.TEXT));
    stats.put("pointer_size", "64");
    stats.put("rusage_user", rusage(process.userMs()));
    stats.put("rusage_system", rusage(process.systemMs()));
    stats.put("max_connections", String.valueOf(maxConnections));
    for (Counter counter : Counter.values()) {
      stats.put(counter.stat(), String.valueOf(metrics.sinceReset(counter)));
    }
    // A get gives an ID or an error, never a miss, and nothing is stored.
    stats.put("get_hits", String.valueOf(metrics.sinceReset(Counter.IDS)));
    stats.put("get_misses", "0");
    stats.put("curr_items", "0");
    stats.put("threads", "1");
    stats.put("ready", issuer.refusal().isEmpty() ? "1" : "0");
    issuer.lease().ifPresent(lease -> lease(stats, lease));
    stats.put("clock_behind_ms", String.valueOf(issuer.clockBehindMs()));
    stats.put("reservations", String.valueOf(issuer.reservations() - reservationsAtReset));
    for (Refusal refusal : Refusal.values()) {
      if (!refusal.passing()) {
        String count = String.valueOf(metrics.sinceReset(refusal));
        stats.put("refused_" + Exposition.word(refusal), count);
      }
    }
    stats.put("heap_used_bytes", String.valueOf(ProcessFigures.heapUsedBytes()));
    stats.put("direct_memory_bytes", String.valueOf(ProcessFigures.directMemoryBytes()));
    stats.put("resident_bytes", String.valueOf(process.residentBytes()));
    stats.put("process_threads", String.valueOf(process.threads()));
    return stats;
  }

  /** As memcached writes them: seconds and six digits. */
  private static String rusage(long ms) {
    return ms / MS + "." + String.valueOf(MS + ms % MS).substring(1) + "000";
  }

  private void lease(Map<String, String> stats, Lease lease) {
    stats.put("generator", lease.generator());
    stats.put("worker_id", String.valueOf(lease.workerId()));
    stats.put("turn", String.valueOf(lease.turn()));
    stats.put("window_not_before", UtcMillis.format(lease.window().notBeforeMs()));
    stats.put("window_not_after", UtcMillis.format(lease.window().notAfterMs()));
    if (issuer.lastTimestampMs() > Long.MIN_VALUE) {
      stats.put("last_timestamp", UtcMillis.format(issuer.lastTimestampMs()));
    }
  }

  String prometheus() {
    Exposition text =
        new Exposition()
            .info("kezuri_build_info", "1, with the version as label.", "version", Version.TEXT)
            .gauge(
                "kezuri_ready",
                "1 if IDs are issued, but for what passes by itself.",
                issuer.refusal().isEmpty() ? 1 : 0)
            .gauge("kezuri_connections_max", "The limit of client connections.", maxConnections)
            .counts(metrics)
            .counter(
                "kezuri_reservations_total",
                "Reservations of timestamps written to disk.",
                issuer.reservations())
            .secondsGauge(
                "kezuri_clock_behind_seconds",
                "How far the wall clock is behind the timestamps issued.",
                issuer.clockBehindMs());
    issuer.lease().ifPresent(lease -> lease(text, lease));
    process(text);
    return text.toString();
  }

  private void lease(Exposition text, Lease lease) {
    text.gauge("kezuri_worker_id", "The worker ID held.", lease.workerId())
        .gauge("kezuri_lease_turn", "The turn of the lease.", lease.turn())
        .secondsGauge(
            "kezuri_window_not_before_seconds",
            "Begin of the window, since 1970.",
            lease.window().notBeforeMs())
        .secondsGauge(
            "kezuri_window_not_after_seconds",
            "End of the window, since 1970.",
            lease.window().notAfterMs());
    if (issuer.lastTimestampMs() > Long.MIN_VALUE) {
      text.secondsGauge(
          "kezuri_last_timestamp_seconds",
          "Last timestamp issued, or counted as issued after a restart, since 1970.",
          issuer.lastTimestampMs());
    }
  }

  private static void process(Exposition text) {
    ProcessFigures process = ProcessFigures.read();
    long startMs =
        ProcessHandle.current().info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    text.secondsGauge("process_start_time_seconds", "Start of the process, since 1970.", startMs)
        .secondsCounter(
            "process_cpu_seconds_total",
            "CPU time used, in its own code and in the kernel.",
            process.userMs() + process.systemMs())
        .gauge("process_resident_memory_bytes", "Memory held.", process.residentBytes())
        .gauge("process_threads", "Threads, the JVM's own among them.", process.threads())
        .gauge(
            "kezuri_heap_used_bytes",
            "Heap in use, garbage included.",
            ProcessFigures.heapUsedBytes())
        .gauge(
            "kezuri_direct_memory_bytes",
            "Buffers outside the heap, free parts included.",
            ProcessFigures.directMemoryBytes());
  }

  void reset() {
    metrics.reset();
    reservationsAtReset = issuer.reservations();
  }
}
