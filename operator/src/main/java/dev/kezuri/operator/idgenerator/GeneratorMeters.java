// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import dev.kezuri.operator.plan.RenewalTimes;
import dev.kezuri.operator.plan.Summary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** The gauges of one generator: its latest look; what time changes is as of the scrape. */
final class GeneratorMeters implements AutoCloseable {
  private record Look(
      Summary summary, RenewalTimes renewals, long stateLost, long notReady, Set<String> wrong) {
    static Look at(Observed seen) {
      Summary summary = Summary.of(seen.observation());
      return new Look(
          summary,
          RenewalTimes.of(seen.observation()),
          seen.pods().stream().filter(PodTroubles::refusesForGood).count(),
          seen.pods().stream().filter(PodTroubles::startedAndNotReady).count(),
          StatusFactory.wrong(seen.observation(), summary));
    }
  }

  private final MeterRegistry registry;
  private final String generator;
  private final List<Meter> meters = new ArrayList<>();
  private Observed seen;
  private Look look;

  GeneratorMeters(MeterRegistry registry, String generator, InstantSource clock) {
    this.registry = registry;
    this.generator = generator;
    String ids = "Worker IDs by state";
    gauge("worker.ids", ids, Tags.of("state", "active"), l -> l.summary().active());
    gauge("worker.ids", ids, Tags.of("state", "quarantined"), l -> l.summary().quarantined());
    gauge("worker.ids", ids, Tags.of("state", "free"), l -> free(l.summary()));
    gauge("worker.ids", ids, Tags.of("state", "outside_range"), l -> l.summary().outsideRange());
    gauge("capacity", "Worker IDs that may be granted", l -> l.summary().capacity());
    gauge("pods.waiting", "Pods that wait for a worker ID", l -> l.summary().waiting());
    gauge(
        "pods.waiting.oldest.seconds",
        "For how long the first of them waits",
        l -> l.summary().waitingSinceMs().stream().map(ms -> clock.millis() - ms).sum() / 1000.0);
    gauge("renewals.due", "Windows to renew now", l -> l.renewals().due(clock.millis()));
    gauge("renewals.late", "Windows half used", l -> l.renewals().late(clock.millis()));
    gauge("windows.ending", "Windows five sixths used", l -> l.renewals().ending(clock.millis()));
    String refusing = "Pods with a worker ID whose sidecar issues no IDs";
    gauge("sidecars.refusing", refusing, Tags.of("reason", "state_lost"), Look::stateLost);
    gauge("sidecars.refusing", refusing, Tags.of("reason", "not_ready"), Look::notReady);
    for (ConditionType type : ConditionType.problems()) {
      gauge(
          "condition",
          "1 while the condition is True",
          Tags.of("type", type.text()),
          l -> l.wrong().contains(type.text()) ? 1 : 0);
    }
  }

  private static int free(Summary summary) {
    int used = summary.active() + summary.quarantined() - summary.outsideRange();
    return Math.max(0, summary.capacity() - used);
  }

  private void gauge(String name, String description, ToDoubleFunction<Look> value) {
    gauge(name, description, Tags.empty(), value);
  }

  private void gauge(String name, String description, Tags tags, ToDoubleFunction<Look> value) {
    meters.add(
        Gauge.builder(
                "kezuri." + name,
                this,
                of -> of.look().map(value::applyAsDouble).orElse(Double.NaN))
            .tags(tags.and("generator", generator))
            .description(description)
            .register(registry));
  }

  /** Turns are many more than scrapes: what was seen is counted when somebody asks. */
  synchronized void seen(Observed observed) {
    seen = observed;
    look = null;
  }

  private synchronized Optional<Look> look() {
    if (look == null && seen != null) {
      look = Look.at(seen);
    }
    return Optional.ofNullable(look);
  }

  @Override
  public void close() {
    meters.forEach(registry::remove);
  }
}
