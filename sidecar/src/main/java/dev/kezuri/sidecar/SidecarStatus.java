// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import dev.kezuri.id.IdLayout;
import dev.kezuri.issue.IdIssuer;
import dev.kezuri.issue.Refusal;
import dev.kezuri.issue.TimeSource;
import dev.kezuri.lease.Lease;
import dev.kezuri.sidecar.admin.Page;
import dev.kezuri.sidecar.http.HttpSource;
import dev.kezuri.sidecar.metrics.Exposition;
import dev.kezuri.sidecar.metrics.SidecarMetrics;
import dev.kezuri.sidecar.metrics.SidecarMetrics.Counter;
import dev.kezuri.sidecar.wire.StatsSource;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the sidecar tells about itself: probes and metrics, and {@code stats}. Event loop only. */
final class SidecarStatus implements StatsSource, HttpSource {
  private static final String INDEX =
      """
      Kezuri sidecar, probes and metrics. No IDs here.

      /healthz   503 if a restart would help
      /readyz    503 if the pod should get no traffic
      /startupz  503 until the first record is on disk
      /metrics   for Prometheus
      /debug/threads           where each thread is; from loopback only
      /debug/jfr?seconds=30    records by JFR, 1 to 300 s; from loopback only
      """;

  private final SidecarOptions options;
  private final IdIssuer issuer;
  private final LeaseIntake intake;
  private final ReadyLead lead;
  private final SidecarMetrics metrics;
  private final TimeSource time;
  private final SidecarFigures figures;

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
    this.figures = new SidecarFigures(issuer, metrics, time, options.limits().maxConnections());
  }

  /** Returns the admin port's page, or null. */
  Page page(String path) {
    Optional<Refusal> refusal = issuer.refusal();
    return switch (path) {
      // A failed disk is final for this process, and a restart may heal it.
      case "/healthz" -> page(refusal.filter(r -> r == Refusal.DISK_FAILED));
      case "/readyz" -> lead.page(refusal).or(() -> clock(refusal)).orElseGet(() -> page(refusal));
      case "/startupz" ->
          intake.isStarted()
              ? page(Optional.empty())
              : page(Optional.of(refusal.orElse(Refusal.NO_LEASE)));
      case "/metrics" -> new Page(200, Exposition.TYPE, figures.prometheus());
      case "/" -> new Page(200, INDEX);
      default -> null;
    };
  }

  /**
   * IDs go on while the wall clock is wrong, by the monotonic one; somebody should set it right.
   */
  private Optional<Page> clock(Optional<Refusal> refusal) {
    long nowMs = time.wallMs();
    return refusal.isPresent()
        ? Optional.empty()
        : issuer
            .lease()
            .map(Lease::window)
            .filter(window -> nowMs < window.notBeforeMs() || nowMs >= window.notAfterMs())
            .map(
                window ->
                    new Page(503, "the clock is outside the lease's window " + window + "\n"));
  }

  private Page page(Optional<Refusal> refusal) {
    return refusal
        .map(r -> new Page(503, intake.reason(r) + "\n"))
        .orElseGet(() -> new Page(200, "ok\n"));
  }

  @Override
  public Map<String, String> general() {
    return figures.stats();
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
    figures.reset();
  }
}
