// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.api.v1alpha1.WorkerIdRange;
import dev.kezuri.audit.SeenWorkerId;
import dev.kezuri.lease.UtcMillis;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The numbers that a generator may grant, and what they do.
 *
 * @param capacity how many there are
 * @param held by pods that are there
 * @param resting until they may be granted again
 * @param free to be granted now; null if the ledger may not be looked at and no summary says
 * @param nextFree when the first of those that rest is free; null if none rests
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Room(Integer capacity, Integer held, Integer resting, Integer free, String nextFree) {
  /** Returns what the operator's summary says. */
  static Room ofSummary(IdGenerator generator) {
    IdGeneratorStatus status =
        Optional.ofNullable(generator.getStatus()).orElseGet(IdGeneratorStatus::empty);
    return new Room(
        status.capacity(), status.active(), status.quarantined(), null, status.nextFree());
  }

  /**
   * Counts the ledger.
   *
   * @param there UIDs of the pods that are there; empty if they may not be looked at
   */
  static Room of(
      IdGenerator generator, List<SeenWorkerId> ledger, Optional<Set<String>> there, long nowMs) {
    WorkerIdRange range = generator.getSpec().workerIds();
    int last = Math.min(range.last(), generator.getSpec().layout().toIdLayout().maxWorkerId());
    List<SeenWorkerId> mine =
        ledger.stream().filter(one -> range.allows(one.id()) && one.id() <= last).toList();
    long reserved = range.reserved().stream().distinct().filter(id -> id <= last).count();
    int capacity = (int) (last - range.first() + 1 - reserved);
    long held = mine.stream().filter(one -> isHeld(one, there)).count();
    long free =
        mine.stream()
            .filter(one -> one.held().isEmpty() && one.floorMs().isPresent())
            .filter(one -> one.floorMs().getAsLong() <= nowMs)
            .count();
    long resting =
        mine.stream()
            .filter(one -> one.held().isPresent() ? !isHeld(one, there) : one.freeMs() > nowMs)
            .count();
    OptionalLong next =
        mine.stream()
            .filter(one -> one.held().isPresent() ? !isHeld(one, there) : one.freeMs() > nowMs)
            .mapToLong(SeenWorkerId::freeMs)
            .min();
    return new Room(
        capacity,
        (int) held,
        (int) resting,
        (int) (free + unmade(generator, last, nowMs)),
        next.isPresent() ? UtcMillis.format(next.getAsLong()) : null);
  }

  /** Numbers that were never made are free, but not before a fence. */
  private static long unmade(IdGenerator generator, int last, long nowMs) {
    IdGeneratorStatus status =
        Optional.ofNullable(generator.getStatus()).orElseGet(IdGeneratorStatus::empty);
    WorkerIdRange range = generator.getSpec().workerIds();
    int made = status.provisioned() == null ? range.first() : status.provisioned();
    boolean fenced = status.fencedUntil() != null && UtcMillis.parse(status.fencedUntil()) > nowMs;
    int from = Math.max(made, range.first());
    long reserved =
        range.reserved().stream().distinct().filter(id -> id >= from && id <= last).count();
    return fenced ? 0 : Math.max(0, (long) last - from + 1 - reserved);
  }

  private static boolean isHeld(SeenWorkerId one, Optional<Set<String>> there) {
    return one.held()
        .filter(held -> there.isEmpty() || there.get().contains(held.podUid()))
        .isPresent();
  }

  /** Returns whether fewer than a tenth are left. */
  boolean isShort() {
    return free != null && capacity != null && free * 10L < capacity;
  }
}
