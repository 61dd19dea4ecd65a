// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import dev.kezuri.lease.Lease;
import java.util.List;
import java.util.Optional;

/**
 * One thing to do. Carry actions out in the order of the plan; those about different worker IDs may
 * run at the same time, save that nothing after a {@link Provision} starts before it is done.
 *
 * <p>All but Provision are one write each, a compare-and-swap that may lose. None is tried again:
 * the next plan sees what became of it. <b>An action about a worker ID is skipped if an earlier
 * action of the same plan about that worker ID was skipped or did not succeed</b> (a Provision is
 * about every number in it and every number below its {@code raiseTo}). A slot whose
 * resourceVersion is {@link Slot#OF_THIS_PLAN} is written against the version that the plan's
 * earlier write of that WorkerId returned.
 */
public sealed interface Action {
  /** Returns this action in words, one line, without resourceVersions. */
  default String words() {
    return ActionWords.of(this);
  }

  /**
   * Make WorkerIds, and let the numbers below {@code raiseTo} be granted. In this order, each step
   * only if all before it succeeded: create the objects that are missing (already there: read it
   * and go on), status empty, finalizer set, layout the generator's; read {@code
   * status.provisioned} live; write the floor {@link Provision#floorMs} into each object <b>that
   * has none</b>, against the version read; raise {@code provisioned} to {@code raiseTo} if it is
   * lower, against the version read.
   *
   * @param plannedOn numbers below it were made once, as far as the plan can see: from {@code
   *     status.provisioned} and from the holders the ledger knows
   * @param raiseTo what {@code provisioned} shall be at least; may equal plannedOn
   * @param numbers objects that are missing, or have no floor, by number
   */
  record Provision(int plannedOn, int raiseTo, List<NewNumber> numbers) implements Action {
    /** Copies the list. */
    public Provision {
      numbers = List.copyOf(numbers);
    }

    /**
     * Returns the floor to write for {@code number}.
     *
     * @param provisionedLive {@code status.provisioned} as just read, 0 if it is absent
     */
    public long floorMs(NewNumber number, int provisionedLive) {
      return number.id() < Math.max(plannedOn, provisionedLive)
          ? number.erasedFloorMs()
          : number.freshFloorMs();
    }
  }

  /**
   * A WorkerId to make.
   *
   * @param id the number
   * @param resourceVersion of the object without a floor; empty if there is no object
   * @param freshFloorMs floor if nobody ever held the number
   * @param erasedFloorMs floor if somebody may have held it: the longest lease there may be from
   *     now
   */
  record NewNumber(
      int id, Optional<String> resourceVersion, long freshFloorMs, long erasedFloorMs) {}

  /**
   * Give a worker ID to a pod: PUT the status of {@code slot}, whole, if the object still has its
   * resourceVersion. An {@link Announce} follows in the same plan.
   */
  record Grant(Slot slot, ObservedPod pod) implements Action {}

  /**
   * Let a window or its turn grow: PUT the status of {@code slot}, whole, if the object still has
   * its resourceVersion. An {@link Announce} follows in the same plan.
   *
   * @param slot the status to write
   * @param pod the holder
   * @param why for the log
   */
  record Extend(Slot slot, ObservedPod pod, Reason why) implements Action {}

  /** Why a window grows. */
  enum Reason {
    /** The pod is still on its way; the short window is renewed. */
    PENDING,
    /** The sidecar has started (or the pod runs without one): turn 1, full lease. */
    STARTED,
    /** The sidecar resigned in a pod that lives: the next turn. */
    RESIGNED,
    /** A third of the lease is used. */
    RENEWAL
  }

  /**
   * Tell the pod what the ledger says: one JSON Patch of the pod that tests {@code metadata.uid}
   * and, if the pod is gated, that the gate is at {@code gateIndex}, else that the annotation
   * {@code kezuri.dev/lease} is still the one that was seen (if there was none: the pod's
   * resourceVersion); adds the annotations {@code kezuri.dev/lease} (the lease's JSON) and {@code
   * kezuri.dev/worker-id}; and removes the gate if there is one.
   */
  record Announce(ObservedPod pod, Lease lease) implements Action {}

  /**
   * End a window: PUT the status of {@code slot}, whole, if the object still has its
   * resourceVersion. The ended window is {@code slot.history().getFirst()}, the next one may start
   * at {@code slot.floorMs()}.
   */
  record Release(Slot slot) implements Action {}
}
