// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.bench.operator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Many generators with many pods each: how long it takes, and what it costs in memory. */
final class Memory {
  private final Bench bench;
  private final int generators;
  private final int each;

  Memory(Bench bench) {
    this.bench = bench;
    this.generators = bench.size().generators();
    this.each = bench.size().podsEach();
  }

  void run() {
    int pods = generators * each;
    try (OperatorProcess operator = bench.operator(true)) {
      double before = operator.heapMb();
      int idsBefore = workerIds();
      List<Pods> all = new ArrayList<>();
      for (int g = 0; g < generators; g++) {
        bench.namespace("many-" + g);
        all.add(bench.generator("many-" + g, "orders", "{}"));
      }
      bench.audit().awaitQuiet(Duration.ofSeconds(1));
      int mark = bench.audit().mark();
      long start = System.nanoTime();
      bench.load().run(pods, i -> all.get(i % generators).create("p" + i / generators));
      bench.audit().await(AuditLog.POD, mark, pods, 100);
      double seconds = (System.nanoTime() - start) / 1e9;
      all.forEach(each -> Check.granted(bench.plane().admin(), each, this.each));
      bench.audit().awaitQuiet(Duration.ofSeconds(2));
      double held = operator.heapMb();
      double rss = operator.rssMb();
      all.forEach(Pods::vanish);
      bench.audit().awaitQuiet(Duration.ofSeconds(2));
      double empty = operator.heapMb();
      int ids = workerIds() - idsBefore;
      Table table = bench.table();
      String what = generators + " generators with " + each + " pods";
      table.figure(what + ", numbers made too", "s", seconds);
      table.figure("heap in use with nothing", "MB", before);
      table.figure("heap in use, " + what, "MB", held);
      table.figure("RSS, " + what, "MB", rss);
      table.figure("peak RSS, " + what, "MB", operator.peakMb());
      if (pods < 1000) {
        return;
      }
      table.figure("heap by thousand pods", "MB", (held - empty) / (pods / 1000.0));
      table.figure("heap by thousand WorkerIds", "MB", (empty - before) / (ids / 1000.0));
    }
  }

  private int workerIds() {
    return bench.plane().admin().list(Api.workerIds()).size();
  }
}
