// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.operator.apply.ActionApplier;
import dev.kezuri.operator.apply.ClusterPort;
import dev.kezuri.operator.apply.LedgerMark;
import dev.kezuri.operator.apply.Outcome;
import dev.kezuri.operator.apply.RecentWrites;
import dev.kezuri.operator.plan.Action;
import dev.kezuri.operator.plan.Planner;
import dev.kezuri.operator.plan.Safeguard;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * One turn of the loop, free of any framework: observe, plan, apply, summarise. The simulation runs
 * it with a clock, a port and a view of its own.
 */
public final class IdGeneratorLoop {
  private static final long AFTER_LOSS_MS = 100;
  private static final long AFTER_FAILURE_MS = 2_000;
  private static final long AFTER_NO_WORD_MS = 10_000;
  private static final long HELD_BACK_MS = 30_000;
  private static final long LATEST_LOOK_MS = Duration.ofMinutes(10).toMillis();

  private final RecentWrites port;
  private final InstantSource clock;
  private final ClusterObserver observer;
  private final ActionApplier applier;
  private final StatusWriter status;
  private final PodsWithoutGenerator orphans;
  private final OperatorMetrics metrics;
  private final AbandonedLedgers abandoned;

  /**
   * Makes a loop.
   *
   * @param executor where writes run; it bounds how many at a time
   * @param guardEvery how often a forbidden write is tried
   */
  public IdGeneratorLoop(
      ClusterPort port,
      ClusterView view,
      InstantSource clock,
      Executor executor,
      Duration guardEvery,
      MeterRegistry meters) {
    this.port = new RecentWrites(port, clock);
    this.clock = clock;
    this.observer = new ClusterObserver(view, this.port, clock, executor, guardEvery);
    this.applier = new ActionApplier(this.port, executor);
    Notices notices = new Notices(this.port);
    this.status = new StatusWriter(this.port, notices);
    this.metrics = new OperatorMetrics(meters, clock, observer::skewSeconds);
    this.orphans = new PodsWithoutGenerator(view, this.port, clock, notices, metrics);
    this.abandoned = new AbandonedLedgers(view, this.port, observer, applier);
  }

  /** Does what is due for {@code cached}; returns when to look again at the latest. */
  public Duration turn(IdGenerator cached) {
    Observed before = observer.of(port.generator(cached));
    List<Action> plan = Planner.plan(before.observation());
    List<Outcome> outcomes = applier.apply(plan, before.ledger());
    IdGenerator generator = port.generator(cached);
    Observed after = plan.isEmpty() ? before : observer.of(generator);
    metrics.done(outcomes, clock.millis());
    long againMs = summarise(generator, after);
    metrics.seen(after);
    // The first WorkerIds are there: now the rules can be tried, and numbers be granted.
    boolean tryNow = before.observation().has(Safeguard.UNTRIED) && !outcomes.isEmpty();
    return nextLook(outcomes, after, tryNow ? Math.min(againMs, AFTER_LOSS_MS) : againMs);
  }

  /** Does what is due for ledgers whose IdGenerator is gone, and removes those that are over. */
  public void sweep() {
    try {
      abandoned.sweep();
    } finally {
      orphans.sweep();
    }
  }

  private long summarise(IdGenerator generator, Observed seen) {
    long againMs = status.write(generator, seen);
    IdGeneratorStatus now = generator.getStatus();
    if (now != null && now.provisioned() != null && LedgerMark.of(generator) == null) {
      LedgerMark.put(port, port.generator(generator), seen.ledger().clusterUid());
    }
    return againMs;
  }

  private Duration nextLook(List<Outcome> outcomes, Observed seen, long againMs) {
    long now = clock.millis();
    long look = Planner.nextLookMs(seen.observation()).orElse(Long.MAX_VALUE) - now;
    look = Math.min(look, againMs);
    if (!Planner.toConfirm(seen.observation()).isEmpty()) {
      // Run out, and the server did not say that the holder is gone: no event may ever come.
      look = Math.min(look, AFTER_NO_WORD_MS);
    }
    if (!seen.observation().safeguards().isEmpty()) {
      // Rules put back and clocks that are right again make no event, and pods may wait for them.
      look = Math.min(look, HELD_BACK_MS);
    }
    for (Outcome outcome : outcomes) {
      look =
          switch (outcome.result()) {
            case DONE, SKIPPED -> look;
            case LOST -> Math.min(look, AFTER_LOSS_MS);
            case REFUSED, UNKNOWN -> Math.min(look, AFTER_FAILURE_MS);
          };
    }
    return Duration.ofMillis(Math.clamp(look, 10, LATEST_LOOK_MS));
  }
}
