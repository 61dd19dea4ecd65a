// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.bench.operator;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the operator asks of the API server when nothing happens: 10 generators, 100 pods. */
final class Idle {
  private static final int GENERATORS = 10;

  private final Bench bench;

  Idle(Bench bench) {
    this.bench = bench;
  }

  void run() {
    int each = bench.size().few() / GENERATORS;
    bench.namespace("idle");
    try (OperatorProcess operator = bench.operator(true)) {
      for (int g = 0; g < GENERATORS; g++) {
        Pods pods = bench.generator("idle", "g" + g, "{}");
        String prefix = "g" + g + "-";
        bench.granted(pods, prefix, each);
        bench.load().run(each, i -> pods.bind(prefix + i));
        bench.load().run(each, i -> pods.start(prefix + i));
      }
      bench.audit().awaitQuiet(Duration.ofSeconds(3));
      int mark = bench.audit().mark();
      double cpu = operator.cpuMs();
      int seconds = bench.size().idleS();
      Load.rest(seconds * 1000L);
      double minutes = seconds / 60.0;
      Map<String, Long> what =
          bench.audit().since(mark).stream()
              .collect(
                  Collectors.groupingBy(
                      AuditLog.Request::what, TreeMap::new, Collectors.counting()));
      System.err.println("idle: " + what);
      double all = what.values().stream().mapToLong(Long::longValue).sum() / minutes;
      double election =
          what.entrySet().stream()
                  .filter(e -> e.getKey().endsWith(" leases"))
                  .mapToLong(Map.Entry::getValue)
                  .sum()
              / minutes;
      bench.table().figure("requests a minute at rest", "requests", all);
      bench.table().figure("of these, leader election", "requests", election);
      bench.table().figure("CPU at rest, of a core", "%", (operator.cpuMs() - cpu) / seconds / 10);
      bench.table().figure("RSS at rest, 10 generators, 100 pods", "MB", operator.rssMb());
    }
  }
}
