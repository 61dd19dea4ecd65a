// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.bench.operator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kezuri.bench.operator.AuditLog.Request;
import java.time.Duration;
import java.util.List;

/** What each thing that happens to a pod costs in writes. */
final class Actions {
  private static final Duration QUIET = Duration.ofSeconds(1);

  private final Bench bench;
  private final int count;

  Actions(Bench bench) {
    this.bench = bench;
    this.count = bench.size().few();
  }

  void run() {
    bench.namespace("actions");
    Pods pods = bench.generator("actions", "orders", "{}");
    Pods renewed = bench.generator("actions", "short", "{\"lease\":{\"duration\":\"40s\"}}");
    try (OperatorProcess _ = bench.operator(false)) {
      bench.end(pods, bench.granted(pods, "first-", count));
      bench.end(renewed, bench.granted(renewed, "second-", count));
      int mark = bench.audit().mark();
      bench.granted(pods, "a-", count);
      bench.audit().awaitQuiet(QUIET);
      exactly("writes a grant", mark, 2);
      mark = bench.audit().mark();
      start("a-", pods);
      bench.audit().awaitQuiet(QUIET);
      exactly("writes when started", mark, 2);
      mark = bench.audit().mark();
      bench.end(pods, Check.granted(bench.plane().admin(), pods, count));
      bench.audit().awaitQuiet(QUIET);
      exactly("writes a release", mark, 1);
      renewals(renewed);
    }
  }

  private void start(String prefix, Pods pods) {
    int mark = bench.audit().mark();
    bench.load().run(count, i -> pods.bind(prefix + i));
    bench.load().run(count, i -> pods.start(prefix + i));
    bench.audit().awaitTold(prefix, mark, count, 50);
  }

  /** From the grant on, so that on a slow machine no renewal comes at a time when none is due. */
  private void renewals(Pods pods) {
    int mark = bench.audit().mark();
    bench.granted(pods, "b-", count);
    start("b-", pods);
    int least = 3 * count;
    bench.audit().await(AuditLog.LEDGER, mark, least, 50);
    bench.audit().awaitQuiet(Duration.ofMillis(300));
    List<Request> writes = writes(mark);
    long ledger = writes.stream().filter(r -> r.is(AuditLog.LEDGER) && r.ok()).count();
    long lost = writes.stream().filter(r -> !r.ok()).count();
    String what = "writes a renewal (" + (ledger - 2 * count) + " renewals, " + lost + " lost)";
    double others = 4.0 * count;
    bench.table().exactly(what, "writes", (writes.size() - others) / (ledger - 2 * count), 2);
    for (JsonNode pod : pods.now()) {
      Check.require(Pods.lease(pod).turn() == 1, "not in turn 1: " + Pods.text(pod));
    }
    bench.end(pods, Check.granted(bench.plane().admin(), pods, count));
  }

  private List<Request> writes(int mark) {
    return bench.audit().since(mark).stream()
        .filter(r -> r.writes() && !r.is(AuditLog.SUMMARY))
        .toList();
  }

  private void exactly(String what, int mark, int goal) {
    List<Request> writes = writes(mark);
    long lost = writes.stream().filter(r -> !r.ok()).count();
    String how = what + (lost > 0 ? " (" + lost + " of " + writes.size() + " lost)" : "");
    bench.table().exactly(how, "writes", (double) writes.size() / count, goal);
    bench
        .table()
        .figure(
            "summaries meanwhile",
            "writes",
            bench.audit().count(mark, r -> r.is(AuditLog.SUMMARY)));
  }
}
