// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import dev.kezuri.id.IdLayout;
import dev.kezuri.issue.IdIssuer;
import dev.kezuri.issue.Refusal;
import dev.kezuri.issue.TimeSource;
import dev.kezuri.lease.Lease;
import dev.kezuri.sidecar.admin.Page;
import dev.kezuri.sidecar.http.HttpSource;
import dev.kezuri.sidecar.metrics.SidecarMetrics;
import dev.kezuri.sidecar.metrics.SidecarMetrics.Counter;
import dev.kezuri.sidecar.wire.StatsSource;
import dev.kezuri.sidecar.wire.VersionText;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the sidecar tells about itself: probes and metrics, and {@code stats}. Event loop only. */
final class SidecarStatus implements StatsSource, HttpSource {
  private final SidecarOptions options;
  private final IdIssuer issuer;
  private final LeaseIntake intake;
  private final ReadyLead lead;
  private final SidecarMetrics metrics;
  private final TimeSource time;
  private final long startedMs;

  SidecarStatus(
      SidecarOptions options,
      IdIssuer issuer,
      LeaseIntake intake,
      ReadyLead lead,
      SidecarMetrics metrics,
      TimeSource time) {
    this.options = options;
    this.issuer = issuer;
    this.intake = intake;
    this.lead = lead;
    this.metrics = metrics;
    this.time = time;
    this.startedMs = time.wallMs();
  }

  /** Returns the admin port's page, or null. */
  Page page(String path) {
    Optional<Refusal> refusal = issuer.refusal();
    return switch (path) {
      // A failed disk is final for this process, and a restart may heal it.
      case "/healthz" -> page(refusal.filter(r -> r == Refusal.DISK_FAILED));
      case "/readyz" -> lead.page(refusal).orElseGet(() -> page(refusal));
      case "/startupz" ->
          issuer.started() || intake.isLostInLaterTurn()
              ? page(Optional.empty())
              : page(Optional.of(refusal.orElse(Refusal.NO_LEASE)));
      case "/metrics" -> new Page(200, prometheus(refusal));
      default -> null;
    };
  }

  private Page page(Optional<Refusal> refusal) {
    return refusal
        .map(r -> new Page(503, intake.reason(r) + "\n"))
        .orElseGet(() -> new Page(200, "ok\n"));
  }

  private String prometheus(Optional<Refusal> refusal) {
    StringBuilder text = new StringBuilder(4096);
    for (Counter counter : Counter.values()) {
      String type = counter.grows() ? "counter" : "gauge";
      metric(text, counter.metric(), type, counter.help(), metrics.get(counter));
    }
    metric(text, "kezuri_ready", "gauge", "1 if IDs are issued", refusal.isEmpty() ? 1 : 0);
    metric(
        text,
        "kezuri_reservations_total",
        "counter",
        "Reservations written to disk",
        issuer.reservations());
    metric(
        text,
        "kezuri_clock_behind_milliseconds",
        "gauge",
        "How far the wall clock is behind the IDs",
        issuer.clockBehindMs());
    issuer
        .lease()
        .ifPresent(
            lease -> {
              String end = "End of the window, ms since 1970";
              metric(text, "kezuri_worker_id", "gauge", "The worker ID held", lease.workerId());
              metric(text, "kezuri_lease_turn", "gauge", "The lease's turn", lease.turn());
              long notAfterMs = lease.window().notAfterMs();
              metric(text, "kezuri_lease_not_after_milliseconds", "gauge", end, notAfterMs);
            });
    return text.toString();
  }

  private static void metric(
      StringBuilder text, String name, String type, String help, long value) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    text.append(name).append(' ').append(value).append('\n');
  }

  @Override
  public Map<String, String> general() {
    long nowMs = time.wallMs();
    Map<String, String> stats = new LinkedHashMap<>();
    stats.put("pid", String.valueOf(ProcessHandle.current().pid()));
    stats.put("uptime", String.valueOf(Math.max(0, nowMs - startedMs) / 1000));
    stats.put("time", String.valueOf(nowMs / 1000));
    stats.put("version", VersionText.of(Version.TEXT));
    stats.put("pointer_size", "64");
    stats.put("max_connections", String.valueOf(options.limits().maxConnections()));
    for (Counter counter : Counter.values()) {
      stats.put(counter.stat(), String.valueOf(metrics.sinceReset(counter)));
    }
    // There are no misses: a get gives an ID or an error.
    stats.put("cmd_set", "0");
    stats.put("get_hits", String.valueOf(metrics.sinceReset(Counter.IDS)));
    stats.put("get_misses", "0");
    stats.put("curr_items", "0");
    stats.put("threads", "1");
    stats.put("ready", issuer.refusal().isEmpty() ? "1" : "0");
    issuer.lease().ifPresent(lease -> lease(stats, lease));
    return stats;
  }

  private static void lease(Map<String, String> stats, Lease lease) {
    stats.put("generator", lease.generator());
    stats.put("worker_id", String.valueOf(lease.workerId()));
    stats.put("turn", String.valueOf(lease.turn()));
    stats.put("window", lease.window().toString().replace(" ", ""));
  }

  @Override
  public Map<String, String> stats() {
    return general();
  }

  @Override
  public Optional<IdLayout> layout() {
    return issuer.lease().map(Lease::layout);
  }

  @Override
  public Optional<String> unavailable() {
    return issuer.refusal().map(intake::reason);
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> stats = new LinkedHashMap<>();
    stats.put("maxconns", String.valueOf(options.limits().maxConnections()));
    stats.put("tcpport", options.firstTcp().map(tcp -> "" + tcp.getPort()).orElse("0"));
    stats.put("inter", options.firstTcp().map(InetSocketAddress::getHostString).orElse("NULL"));
    stats.put("domain_socket", options.firstUnix().map(Object::toString).orElse("NULL"));
    stats.put("idle_timeout", String.valueOf(options.limits().idle().toSeconds()));
    stats.put("partial_timeout", String.valueOf(options.limits().partial().toSeconds()));
    stats.put("num_threads", "1");
    stats.put("cas_enabled", "yes");
    stats.put("flush_enabled", "no");
    stats.put("state_dir", options.stateDir().toString());
    return stats;
  }

  @Override
  public Map<String, String> connections() {
    Map<String, String> stats = new LinkedHashMap<>();
    stats.put("open", String.valueOf(metrics.get(Counter.CURR_CONNECTIONS)));
    return stats;
  }

  @Override
  public void reset() {
    metrics.reset();
  }
}
