// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.bench.operator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kezuri.bench.operator.AuditLog.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Many pods in one go, and one at a time; by turns with the bare writes. */
final class Burst {
  private static final String BITS =
      """
      {"layout":{"epoch":"2015-01-01T00:00:00.000Z","timestampBits":41,"workerBits":14,
       "sequenceBits":8},"workerIds":{"first":0,"last":4095}}
      """;
  private static final InstantSource CLOCK = InstantSource.system();

  private final Bench bench;
  private final Pods pods;
  private final Bare bare;
  private final int count;
  private final List<Double> bareMs = new ArrayList<>();
  private final List<Double> operatorMs = new ArrayList<>();
  private final List<Double> ratios = new ArrayList<>();
  private final List<Double> cpuMs = new ArrayList<>();
  private final List<Double> startMs = new ArrayList<>();
  private final List<Double> summaries = new ArrayList<>();
  private final List<Double> lone = new ArrayList<>();

  Burst(Bench bench) {
    this.bench = bench;
    this.count = bench.size().pods();
    bench.namespace(Bare.NAMESPACE);
    bench.namespace("burst");
    bench.namespace("warm");
    // Without it the operator would remove this ledger as one that nobody needs.
    bench
        .plane()
        .admin()
        .post(Api.generators(Bare.NAMESPACE), Template.generator(Bare.GENERATOR, BITS));
    this.bare = new Bare(bench.plane(), bench.load(), count);
    this.pods = bench.generator("burst", "orders", BITS);
  }

  void run() {
    Pods warm = bench.generator("warm", "orders", BITS);
    try (OperatorProcess _ = bench.operator(true)) {
      // Makes the numbers: from here on a grant is two writes.
      bench.end(pods, bench.granted(pods, "first-", count));
    }
    bench.load().run(count, bare::grant);
    bare.clear(count);
    loneBare();
    for (int round = 0; round < bench.size().rounds(); round++) {
      bareMs.add(bench.load().run(count, bare::grant));
      bare.clear(count);
      try (OperatorProcess operator = bench.operator(true)) {
        startMs.add(operator.startMs());
        for (int i = 0; i < 3; i++) {
          bench.end(warm, bench.granted(warm, "w" + round + "-" + i + "-", count / 5));
        }
        round(operator, "r" + round + "-");
        if (round == bench.size().rounds() - 1) {
          lone();
        }
      }
      ratios.add(operatorMs.getLast() / bareMs.getLast());
    }
    report();
  }

  private void round(OperatorProcess operator, String prefix) {
    bench.audit().awaitQuiet(Duration.ofMillis(500));
    int mark = bench.audit().mark();
    double cpu = operator.cpuMs();
    Instant start = CLOCK.instant();
    bench.load().run(count, i -> pods.create(prefix + i));
    bench.audit().await(AuditLog.POD, mark, count, 20);
    cpuMs.add((operator.cpuMs() - cpu) / count);
    Instant end =
        bench.audit().since(mark).stream()
            .filter(request -> request.is(AuditLog.POD))
            .map(Request::answered)
            .max(Instant::compareTo)
            .orElseThrow();
    operatorMs.add(Duration.between(start, end).toNanos() / 1e6);
    List<JsonNode> all = Check.granted(bench.plane().admin(), pods, count);
    long writes = bench.audit().count(mark, r -> r.writes() && !r.is(AuditLog.SUMMARY));
    bench
        .table()
        .exactly("writes a grant, " + count + " at once", "writes", (double) writes / count, 2);
    summaries.add((double) bench.audit().count(mark, r -> r.is(AuditLog.SUMMARY)));
    bench.end(pods, all);
  }

  private void loneBare() {
    for (int i = 0; i < bench.size().lone(); i++) {
      long start = System.nanoTime();
      bare.grant(i);
      lone.add((System.nanoTime() - start) / 1e6);
    }
    bare.clear(bench.size().lone());
  }

  private void lone() {
    List<Double> granted = new ArrayList<>();
    for (int i = 0; i < bench.size().lone(); i++) {
      int mark = bench.audit().mark();
      Instant created = CLOCK.instant();
      pods.create("lone-" + i);
      bench.audit().await(AuditLog.POD, mark, 1, 2);
      Instant told =
          bench.audit().since(mark).stream()
              .filter(r -> r.is(AuditLog.POD) && r.ok())
              .findFirst()
              .orElseThrow()
              .answered();
      granted.add(Duration.between(created, told).toNanos() / 1e6);
      bench.audit().awaitQuiet(Duration.ofMillis(100));
    }
    bench.end(pods, Check.granted(bench.plane().admin(), pods, bench.size().lone()));
    double p50 = Table.median(granted);
    double bareP50 = Table.median(lone);
    bench.table().figure("a lone pod, from create to lease, p50", "ms", p50);
    bench.table().figure("the bare writes of a lone pod, p50", "ms", bareP50);
    bench.table().atMost("a lone pod's grant above the bare writes, p50", "ms", p50 - bareP50, 50);
  }

  private void report() {
    Table table = bench.table();
    table.figure(count + " pods at once: bare writes", "ms", Table.median(bareMs));
    table.figure(count + " pods at once: all granted", "ms", Table.median(operatorMs));
    table.atMost("granted / bare", "ratio", Table.median(ratios), 1.5);
    table.figure("operator's CPU a grant", "ms", Table.median(cpuMs));
    table.figure("summaries written meanwhile", "writes", Table.median(summaries));
    table.figure("operator from exec to work", "ms", Table.median(startMs));
  }
}
