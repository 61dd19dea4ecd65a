// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.kezuri.lease.UtcMillis;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.OptionalLong;

/**
 * A summary of the ledger, made afresh by each reconcile; the ledger itself is the WorkerIds.
 * Fields this version does not know are ignored and not written back: their owner makes them again.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IdGeneratorStatus(
    @JsonPropertyDescription("The metadata.generation that this status tells of.")
        Long observedGeneration,
    @Min(0)
        @JsonPropertyDescription(
            "No worker ID at or above this number was ever made; grows in strides and never goes"
                + " back.")
        Integer provisioned,
    @JsonPropertyDescription("How many worker IDs the range has, without the reserved ones.")
        Integer capacity,
    @JsonPropertyDescription("How many worker IDs are held by pods.") Integer active,
    @JsonPropertyDescription(
            "How many worker IDs rest because their pods ended without a last word.")
        Integer quarantined,
    @JsonPropertyDescription(
            "When the next worker ID that rests is free again; absent if none does.")
        @Pattern(Forms.TIME)
        @Size(max = Forms.TIME_LENGTH)
        String nextFree,
    @JsonPropertyDescription("How many pods wait for a worker ID.") Integer waiting,
    @JsonPropertyDescription("When the pod that waits longest was made; absent if none waits.")
        @Pattern(Forms.TIME)
        @Size(max = Forms.TIME_LENGTH)
        String waitingSince,
    @JsonPropertyDescription(
            "How many worker IDs a narrower range or reserved left behind, held or not yet free;"
                + " no other issuer may take them before this is 0.")
        Integer outsideRange,
    @JsonPropertyDescription("The time up to which the last fence closed every worker ID.")
        @Pattern(Forms.TIME)
        @Size(max = Forms.TIME_LENGTH)
        String fencedUntil,
    @JsonPropertyDescription(
            "Ready; Stalled, which is True while somebody must act; and what may be wrong: Restored,"
                + " Conflict, Unguarded, ClockSkew, Exhausted, TimestampExhausting.")
        List<Condition> conditions) {
  /** The list is copied; null is none. */
  public IdGeneratorStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  /** Returns a status that says nothing yet. */
  public static IdGeneratorStatus empty() {
    return new IdGeneratorStatus(null, null, null, null, null, null, null, null, null, null, null);
  }

  /** Returns this status with another {@code provisioned}. */
  public IdGeneratorStatus withProvisioned(int raised) {
    return new IdGeneratorStatus(
        observedGeneration,
        raised,
        capacity,
        active,
        quarantined,
        nextFree,
        waiting,
        waitingSince,
        outsideRange,
        fencedUntil,
        conditions);
  }

  /** Returns this status with a {@code fencedUntil} that is at least {@code untilMs}. */
  public IdGeneratorStatus withFenceAtLeast(long untilMs) {
    return new IdGeneratorStatus(
        observedGeneration,
        provisioned,
        capacity,
        active,
        quarantined,
        nextFree,
        waiting,
        waitingSince,
        outsideRange,
        UtcMillis.format(Math.max(untilMs, fencedUntilMs().orElse(untilMs))),
        conditions);
  }

  /** Returns {@code fencedUntil} in ms since 1970, if there ever was a fence. */
  public OptionalLong fencedUntilMs() {
    return fencedUntil == null
        ? OptionalLong.empty()
        : OptionalLong.of(UtcMillis.parse(fencedUntil));
  }
}
