// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import dev.kezuri.lease.Resignation;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Everything a plan is made from: one generator, at one time. The observer decides nothing; where
 * it does not know, it leaves out, and the plan does less.
 *
 * @param nowMs the operator's clock
 * @param serverMs the API server's clock as far as it is known, else {@code nowMs}
 * @param terms what the IdGenerator asks for
 * @param provisioned {@code status.provisioned}; empty if it was never written
 * @param fencedUntilMs {@code status.fencedUntil}: nothing is granted before it, made or not
 * @param safeguards what holds this generator back now
 * @param pods all pods with the generator's label in its namespace, whatever their phase, each UID
 *     once; the order does not matter
 * @param slots all WorkerIds of this generator's name, in or out of range, whatever their layout;
 *     the order does not matter
 * @param lost numbers of slots without a floor that had one, for all that is known: a restore or an
 *     IdGenerator of before left them behind
 * @param confirmedGone UIDs of pods of which a live GET (no cache) made for this observation said:
 *     there is no pod of this name and UID, or its phase is terminal. {@link Planner#toConfirm}
 *     says who must be asked about. A pod that a cache does not have is not in here for that
 * @param lastWords by UID: the resignations of pods that are not in {@code pods} because a watch
 *     said DELETED (from that event), or a live GET confirmed it. They may be kept as long as
 *     memory allows; forgetting them costs a quarantine and nothing else
 */
public record Observation(
    long nowMs,
    long serverMs,
    Terms terms,
    OptionalInt provisioned,
    OptionalLong fencedUntilMs,
    Set<Safeguard> safeguards,
    List<ObservedPod> pods,
    List<Slot> slots,
    Set<Integer> lost,
    Set<String> confirmedGone,
    Map<String, List<Resignation>> lastWords) {
  /** Copies everything, pods longest waiting first and slots by number: one order, one plan. */
  public Observation {
    safeguards = Set.copyOf(safeguards);
    pods =
        pods.stream()
            .sorted(
                Comparator.comparingLong(ObservedPod::createdMs).thenComparing(ObservedPod::uid))
            .toList();
    slots = slots.stream().sorted(Comparator.comparingInt(Slot::id)).toList();
    lost = Set.copyOf(lost);
    confirmedGone = Set.copyOf(confirmedGone);
    lastWords = Map.copyOf(lastWords);
  }

  /** Returns this observation once live GETs have said that {@code gone} are gone. */
  public Observation confirming(Set<String> gone) {
    return new Observation(
        nowMs,
        serverMs,
        terms,
        provisioned,
        fencedUntilMs,
        safeguards,
        pods,
        slots,
        lost,
        gone,
        lastWords);
  }

  /**
   * Returns the time that windows of living pods are kept ahead of. Where the clocks differ too
   * much it is the API server's: by a clock that is behind pods would run dry, and one that is
   * ahead would pin their numbers until it is right.
   */
  long renewalMs() {
    return has(Safeguard.CLOCK_SKEW) ? serverMs : nowMs;
  }

  /** Returns whether a number could be granted now, if one were free and no safeguard in force. */
  boolean grantable() {
    return nowMs < terms.layout().endMs() && fencedUntilMs.orElse(Long.MIN_VALUE) <= nowMs;
  }

  /** Returns whether {@code safeguard} is in force. */
  public boolean has(Safeguard safeguard) {
    return safeguards.contains(safeguard);
  }
}
