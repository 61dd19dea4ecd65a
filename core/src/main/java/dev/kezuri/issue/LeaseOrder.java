// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import dev.kezuri.lease.Lease;
import dev.kezuri.lease.Resignation;
import java.util.Optional;

/**
 * Where a lease stands to what the issuer remembers. Pure: only leases whose (notBefore, turn) is
 * that of the state or later count, and what must have been written before has to be there.
 */
sealed interface LeaseOrder {
  /** Older, the same again, or not what a later lease of this issuer can look like. */
  record Older(String why) implements LeaseOrder {}

  /** The state cannot be the one that this lease's issuer wrote. */
  record Lost(String why) implements LeaseOrder {}

  /** The lease's turn was closed. */
  record Closed(Resignation before) implements LeaseOrder {}

  /** The state's grant and turn: nothing to write. */
  record Same(StateRecord record) implements LeaseOrder {}

  /** A later grant or turn, or the first of all: {@code record} has to be written. */
  record Later(StateRecord record) implements LeaseOrder {}

  /**
   * Compares.
   *
   * @param inForce the lease that IDs are issued under now; empty after a start
   * @param state the newest record, empty if there is none
   * @param damage why there is none, if there should be
   */
  static LeaseOrder of(
      Lease lease, Optional<Lease> inForce, Optional<StateRecord> state, Optional<String> damage) {
    if (damage.isPresent()) {
      return new Lost("the state folder is damaged: " + damage.get());
    }
    if (state.isEmpty()) {
      return lease.turn() == 0
          ? new Later(StateRecord.first(lease))
          : new Lost("the state folder is empty, which is right in turn 0 only: " + name(lease));
    }
    Optional<String> foreign = foreign(lease, state.get());
    if (foreign.isPresent()) {
      return inForce.isPresent() ? new Older(foreign.get()) : new Lost(foreign.get());
    }
    return inForce
        .flatMap(now -> refusedBy(now, lease))
        .map(why -> (LeaseOrder) new Older(why))
        .orElseGet(() -> ofState(lease, state.get()));
  }

  private static LeaseOrder ofState(Lease lease, StateRecord state) {
    long notBeforeMs = lease.window().notBeforeMs();
    if (notBeforeMs > state.notBeforeMs()) {
      return new Later(StateRecord.of(lease, Math.max(state.untilMs(), Terms.firstMs(lease) - 1)));
    }
    if (notBeforeMs < state.notBeforeMs() || lease.turn() < state.turn()) {
      return new Older("older than the state's turn " + state.turn() + ": " + name(lease));
    }
    if (lease.turn() > state.turn()) {
      return new Later(StateRecord.of(lease, state.untilMs()));
    }
    return state.closed() ? new Closed(state.resignation()) : new Same(state);
  }

  private static Optional<String> foreign(Lease lease, StateRecord state) {
    if (!lease.podUid().equals(state.podUid())) {
      return Optional.of(
          "the state folder is pod " + state.podUid() + "'s, the lease pod " + lease.podUid());
    }
    boolean sameStart = lease.window().notBeforeMs() == state.notBeforeMs();
    return sameStart && lease.workerId() != state.workerId()
        ? Optional.of("the state folder is worker ID " + state.workerId() + "'s: " + name(lease))
        : Optional.empty();
  }

  private static Optional<String> refusedBy(Lease now, Lease lease) {
    if (now.equals(lease)) {
      return Optional.of("in force already");
    }
    if (!now.layout().equals(lease.layout()) || !now.generator().equals(lease.generator())) {
      return Optional.of("another generator or layout than the lease in force: " + name(lease));
    }
    boolean sameGrant = now.window().notBeforeMs() == lease.window().notBeforeMs();
    return sameGrant && lease.window().notAfterMs() < now.window().notAfterMs()
        ? Optional.of("its window is shorter than the one in force: " + name(lease))
        : Optional.empty();
  }

  private static String name(Lease lease) {
    return "worker ID "
        + lease.workerId()
        + ", window "
        + lease.window()
        + ", turn "
        + lease.turn();
  }
}
