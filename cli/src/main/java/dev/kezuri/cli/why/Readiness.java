// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.why;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Objects;
import java.util.Optional;

/**
 * What an IdGenerator's status says of whether it grants.
 *
 * @param seen whether the operator has looked at the spec as it is
 * @param word Granting, the reason why not, or NotObserved
 * @param holdsBack the condition Ready if it is False
 */
public record Readiness(boolean seen, String word, Optional<Condition> holdsBack) {
  /** Where the first sentence of a condition's message ends; what to do follows. */
  private static final String SENTENCE = ". ";

  /** Reads a generator's conditions. */
  public static Readiness of(IdGenerator generator) {
    IdGeneratorStatus status = generator.getStatus();
    Long generation = generator.getMetadata().getGeneration();
    boolean seen =
        status != null
            && status.observedGeneration() != null
            && status.observedGeneration() >= 0
            && (generation == null || status.observedGeneration() >= generation);
    Optional<Condition> ready =
        status == null
            ? Optional.empty()
            : status.conditions().stream().filter(c -> c.getType().equals("Ready")).findFirst();
    Optional<Condition> holdsBack = ready.filter(c -> c.getStatus().equals("False"));
    String word =
        holdsBack
            .map(Condition::getReason)
            .orElse(seen && ready.isPresent() ? "Granting" : "NotObserved");
    return new Readiness(seen && ready.isPresent(), word, holdsBack);
  }

  /** Returns what a condition tells, without a full stop. */
  public static String fact(Condition condition) {
    String message = Objects.requireNonNullElse(condition.getMessage(), "");
    int end = message.indexOf(SENTENCE);
    return end < 0 ? message.replaceFirst("\\.$", "") : message.substring(0, end);
  }

  /** Returns what a condition says is to be done. */
  public static String remedy(Condition condition) {
    String message = Objects.requireNonNullElse(condition.getMessage(), "");
    int end = message.indexOf(SENTENCE);
    return end < 0 ? "" : message.substring(end + SENTENCE.length());
  }
}
