// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import dev.kezuri.operator.apply.Outcome;
import dev.kezuri.operator.plan.Action;
import dev.kezuri.operator.plan.ObservedPod;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What can be read from the loop in numbers; docs/metrics.md tells of each. */
final class OperatorMetrics {
  private final MeterRegistry registry;
  private final InstantSource clock;
  private final DistributionSummary grantSeconds;
  private final Map<String, GeneratorMeters> generators = new ConcurrentHashMap<>();
  private volatile long lastTurnMs;
  private volatile int podsWithoutGenerator;

  OperatorMetrics(MeterRegistry registry, InstantSource clock, Supplier<Number> skewSeconds) {
    this.registry = registry;
    this.clock = clock;
    this.grantSeconds =
        DistributionSummary.builder("kezuri.grant.seconds")
            .description("From a pod's creation to its lease; whole seconds of creation")
            .serviceLevelObjectives(0.5, 1, 2, 5, 10, 30, 60, 300)
            .register(registry);
    Gauge.builder("kezuri.last.turn.timestamp.seconds", () -> lastTurnMs / 1000.0)
        .description("When the last turn of any generator ended well")
        .register(registry);
    Gauge.builder("kezuri.pods.without.generator", () -> podsWithoutGenerator)
        .description("Pods that wait and name an IdGenerator that is not there")
        .register(registry);
    Gauge.builder("kezuri.clock.skew.seconds", skewSeconds)
        .description("How far this clock is ahead of the API server's")
        .register(registry);
  }

  void seen(Observed seen) {
    generators
        .computeIfAbsent(
            seen.observation().terms().generator(),
            name -> new GeneratorMeters(registry, name, clock))
        .seen(seen);
    lastTurnMs = clock.millis();
  }

  void withoutGenerator(int pods) {
    podsWithoutGenerator = pods;
  }

  /** Lets the meters go of all generators that are not {@code there}. */
  void keepOnly(Predicate<String> there) {
    generators
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !there.test(entry.getKey());
              if (gone) {
                entry.getValue().close();
              }
              return gone;
            });
  }

  void done(List<Outcome> outcomes, long nowMs) {
    for (Outcome outcome : outcomes) {
      counter(outcome).increment();
      if (outcome.isDone()
          && outcome.action() instanceof Action.Announce(ObservedPod pod, var lease)
          && pod.lease().isEmpty()) {
        grantSeconds.record(Math.max(0, nowMs - pod.createdMs()) / 1000.0);
      }
    }
  }

  private Counter counter(Outcome outcome) {
    return Counter.builder("kezuri.actions")
        .tag("action", outcome.action().getClass().getSimpleName().toLowerCase(Locale.ROOT))
        .tag("result", outcome.result().name().toLowerCase(Locale.ROOT))
        .description("Actions by result; lost is a conflict, planned again")
        .register(registry);
  }
}
