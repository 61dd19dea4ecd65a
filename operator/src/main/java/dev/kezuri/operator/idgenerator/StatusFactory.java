// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.operator.plan.Observation;
import dev.kezuri.operator.plan.Safeguard;
import dev.kezuri.operator.plan.Summary;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The summary that people and tools read; equal looks give equal summaries. */
final class StatusFactory {
  private static final long EXHAUSTING_MS = Duration.ofDays(365).toMillis();

  private StatusFactory() {}

  /**
   * Returns the status of {@code generator} after {@code seen}. What is not a summary, {@code
   * provisioned} and {@code fencedUntil}, is carried over from the object.
   */
  static IdGeneratorStatus of(IdGenerator generator, Observation seen) {
    IdGeneratorStatus old =
        generator.getStatus() == null ? IdGeneratorStatus.empty() : generator.getStatus();
    Summary summary = Summary.of(seen);
    Long generation = generator.getMetadata().getGeneration();
    return new IdGeneratorStatus(
        generation,
        old.provisioned(),
        summary.capacity(),
        summary.active(),
        summary.quarantined(),
        summary.nextFreeMs().isPresent()
            ? UtcMillis.format(summary.nextFreeMs().getAsLong())
            : null,
        summary.waiting(),
        summary.outsideRange(),
        old.fencedUntil(),
        conditions(old.conditions(), generation, seen, summary));
  }

  private static List<Condition> conditions(
      List<Condition> old, Long generation, Observation seen, Summary summary) {
    List<ConditionType> problems = new ArrayList<>();
    List<Condition> conditions = new ArrayList<>();
    for (ConditionType type : ConditionType.problems()) {
      boolean there = is(type, seen, summary);
      if (there) {
        problems.add(type);
      }
      conditions.add(
          condition(
              type.text(),
              there,
              there ? type.text() : "No" + type.text(),
              there ? type.remedy() : "",
              generation));
    }
    Optional<ConditionType> worst = problems.stream().filter(ConditionType::stops).findFirst();
    conditions.addFirst(
        condition(
            ConditionType.READY.text(),
            worst.isEmpty(),
            worst.map(ConditionType::text).orElse("Granting"),
            worst.map(ConditionType::remedy).orElse(ConditionType.READY.remedy()),
            generation));
    return conditions.stream().map(made -> since(old, made, seen.nowMs())).toList();
  }

  private static boolean is(ConditionType type, Observation seen, Summary summary) {
    return switch (type) {
      case RESTORED -> seen.has(Safeguard.RESTORED);
      case CONFLICT -> seen.has(Safeguard.CONFLICT);
      case UNGUARDED -> seen.has(Safeguard.UNGUARDED);
      case CLOCK_SKEW -> seen.has(Safeguard.CLOCK_SKEW);
      case EXHAUSTED -> summary.exhausted();
      case TIMESTAMP_EXHAUSTING -> seen.terms().layout().endMs() - seen.nowMs() < EXHAUSTING_MS;
      case READY -> throw new IllegalArgumentException("follows from the others");
    };
  }

  private static Condition condition(
      String type, boolean status, String reason, String message, Long generation) {
    return new ConditionBuilder()
        .withType(type)
        .withStatus(status ? "True" : "False")
        .withReason(reason)
        .withMessage(message)
        .withObservedGeneration(generation)
        .build();
  }

  private static Condition since(List<Condition> old, Condition made, long nowMs) {
    String since =
        old.stream()
            .filter(was -> was.getType().equals(made.getType()))
            .filter(was -> was.getStatus().equals(made.getStatus()))
            .map(Condition::getLastTransitionTime)
            .findFirst()
            .orElseGet(() -> UtcMillis.format(nowMs));
    return new ConditionBuilder(made).withLastTransitionTime(since).build();
  }
}
