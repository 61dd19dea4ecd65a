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
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** The summary that people and tools read; equal looks give equal summaries. */
final class StatusFactory {
  private static final long EXHAUSTING_MS = Duration.ofDays(365).toMillis();

  private StatusFactory() {}

  /**
   * Returns the status of {@code generator} after {@code seen}. What is not a summary, {@code
   * provisioned} and a {@code fencedUntil} that is past, is carried over from the object.
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
        time(summary.nextFreeMs()),
        summary.waiting(),
        time(summary.waitingSinceMs()),
        summary.outsideRange(),
        fencedUntil(old, seen),
        conditions(old.conditions(), generation, seen, summary));
  }

  /** A fence that only the ledger tells of is said here too, while it lasts. */
  private static String fencedUntil(IdGeneratorStatus old, Observation seen) {
    long untilMs = seen.fencedUntilMs().orElse(seen.nowMs());
    return untilMs > seen.nowMs() ? UtcMillis.format(untilMs) : old.fencedUntil();
  }

  private static String time(OptionalLong ms) {
    return ms.isPresent() ? UtcMillis.format(ms.getAsLong()) : null;
  }

  private static List<Condition> conditions(
      List<Condition> old, Long generation, Observation seen, Summary summary) {
    List<ConditionType> wrong =
        ConditionType.problems().stream().filter(type -> is(type, seen, summary)).toList();
    Optional<ConditionType> worst = wrong.stream().filter(type -> stops(type, summary)).findFirst();
    String why = worst.map(type -> message(type, summary)).orElse(ConditionType.READY.remedy());
    String reason = worst.map(ConditionType::text).orElse("Granting");
    List<Condition> conditions = new ArrayList<>();
    conditions.add(condition(ConditionType.READY, worst.isEmpty(), reason, why));
    conditions.add(
        condition(ConditionType.STALLED, worst.isPresent(), reason, worst.isPresent() ? why : ""));
    for (ConditionType type : ConditionType.problems()) {
      boolean there = wrong.contains(type);
      conditions.add(
          condition(
              type,
              there,
              there ? type.text() : "No" + type.text(),
              there ? message(type, summary) : ""));
    }
    return conditions.stream().map(made -> since(old, made, generation, seen.nowMs())).toList();
  }

  /** Returns the types of the conditions that tell of something wrong. */
  static Set<String> wrong(Observation seen, Summary summary) {
    return ConditionType.problems().stream()
        .filter(type -> is(type, seen, summary))
        .map(ConditionType::text)
        .collect(Collectors.toSet());
  }

  private static boolean is(ConditionType type, Observation seen, Summary summary) {
    return switch (type) {
      case RESTORED -> seen.has(Safeguard.RESTORED);
      case CONFLICT -> seen.has(Safeguard.CONFLICT);
      case UNGUARDED -> seen.has(Safeguard.UNGUARDED);
      case CLOCK_SKEW -> seen.has(Safeguard.CLOCK_SKEW);
      case EXHAUSTED -> summary.exhausted();
      case TIMESTAMP_EXHAUSTING -> seen.terms().layout().endMs() - seen.nowMs() < EXHAUSTING_MS;
      case READY, STALLED -> throw new IllegalArgumentException("follows from the others: " + type);
    };
  }

  private static boolean stops(ConditionType type, Summary summary) {
    return type.stops() || (type == ConditionType.TIMESTAMP_EXHAUSTING && summary.timestampsOver());
  }

  private static String message(ConditionType type, Summary summary) {
    return switch (type) {
      case EXHAUSTED -> exhausted(summary) + " " + type.remedy();
      case TIMESTAMP_EXHAUSTING -> ending(summary) + " " + type.remedy();
      default -> type.remedy();
    };
  }

  private static String ending(Summary summary) {
    String end = UtcMillis.format(summary.timestampsEndMs());
    return summary.timestampsOver()
        ? "The layout's timestamps ended at " + end + ": nothing is granted."
        : "The layout's timestamps end at " + end + ": from then on nothing is granted.";
  }

  private static String exhausted(Summary summary) {
    String since =
        summary.waitingSinceMs().isPresent()
            ? ", the first since " + time(summary.waitingSinceMs())
            : "";
    String free =
        summary.nextFreeMs().isPresent()
            ? "the next number is free at " + time(summary.nextFreeMs()) + ", or when a pod ends."
            : "the next number is free when a pod ends.";
    String pods = summary.waiting() == 1 ? "1 pod waits" : summary.waiting() + " pods wait";
    return "%s%s; of %d numbers %d are held and %d rest; %s"
        .formatted(pods, since, summary.capacity(), summary.active(), summary.quarantined(), free);
  }

  private static Condition condition(
      ConditionType type, boolean status, String reason, String message) {
    return new ConditionBuilder()
        .withType(type.text())
        .withStatus(status ? "True" : "False")
        .withReason(reason)
        .withMessage(message)
        .build();
  }

  private static Condition since(List<Condition> old, Condition made, Long generation, long nowMs) {
    String since =
        old.stream()
            .filter(was -> was.getType().equals(made.getType()))
            .filter(was -> was.getStatus().equals(made.getStatus()))
            .map(Condition::getLastTransitionTime)
            .findFirst()
            .orElseGet(() -> UtcMillis.format(nowMs));
    made.setLastTransitionTime(since);
    made.setObservedGeneration(generation);
    return made;
  }
}
