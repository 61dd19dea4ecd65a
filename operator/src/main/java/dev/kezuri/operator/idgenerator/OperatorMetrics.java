// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import dev.kezuri.operator.apply.Outcome;
import dev.kezuri.operator.plan.Action;
import dev.kezuri.operator.plan.Observation;
import dev.kezuri.operator.plan.ObservedPod;
import dev.kezuri.operator.plan.Summary;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What can be read from the loop in numbers. */
final class OperatorMetrics {
  private final MeterRegistry registry;
  private final DistributionSummary grantSeconds;
  private final Map<String, Summary> summaries = new ConcurrentHashMap<>();

  OperatorMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.grantSeconds =
        DistributionSummary.builder("kezuri.grant.seconds")
            .description("From a pod's creation to its lease; whole seconds of creation")
            .serviceLevelObjectives(0.5, 1, 2, 5, 10, 30, 60, 300)
            .register(registry);
  }

  void seen(Observation seen) {
    String generator = seen.terms().generator();
    if (summaries.put(generator, Summary.of(seen)) == null) {
      gauge(generator, "active");
      gauge(generator, "quarantined");
      gauge(generator, "outside-range");
      Gauge.builder("kezuri.pods.waiting", summaries, all -> all.get(generator).waiting())
          .tag("generator", generator)
          .description("Pods that wait for a worker ID")
          .register(registry);
    }
  }

  private void gauge(String generator, String state) {
    Gauge.builder("kezuri.worker.ids", summaries, all -> count(all.get(generator), state))
        .tag("generator", generator)
        .tag("state", state)
        .description("Worker IDs by state")
        .register(registry);
  }

  private static int count(Summary summary, String state) {
    return switch (state) {
      case "active" -> summary.active();
      case "quarantined" -> summary.quarantined();
      default -> summary.outsideRange();
    };
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
        .tag("action", outcome.action().getClass().getSimpleName())
        .tag("result", outcome.result().name())
        .description("Actions by result; LOST is a conflict, planned again")
        .register(registry);
  }
}
