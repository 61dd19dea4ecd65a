// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.audit;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdStatus;
import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.Window;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A WorkerId, read for calculation.
 *
 * @param name the object's
 * @param generator {@code <namespace>/<name>}
 * @param createdMs when the object was made; 0 if that is not said
 * @param floorMs empty if the status was never written
 * @param held the window of the pod that holds it
 * @param history past windows, newest first
 */
public record SeenWorkerId(
    String name,
    String generator,
    int id,
    IdLayout layout,
    long createdMs,
    boolean finalized,
    boolean deleting,
    OptionalLong floorMs,
    Optional<Holding> held,
    List<Holding> history) {
  /**
   * Reads a WorkerId.
   *
   * @throws IllegalArgumentException if a value cannot be one; the message says which
   */
  public static SeenWorkerId of(WorkerId object) {
    WorkerIdStatus status = object.getStatus();
    boolean floored = status != null && status.floor() != null;
    if (status != null && !floored && (status.window() != null || !status.history().isEmpty())) {
      throw new IllegalArgumentException("status.floor is missing beside a window or history");
    }
    return new SeenWorkerId(
        object.getMetadata().getName(),
        object.getSpec().generator(),
        object.getSpec().id(),
        object.getSpec().layout().toIdLayout(),
        SeenSidecar.ms(object.getMetadata().getCreationTimestamp()),
        object.getMetadata().getFinalizers().contains(MetadataKeys.FINALIZER_LEDGER),
        object.getMetadata().getDeletionTimestamp() != null,
        floored ? OptionalLong.of(status.floorMs()) : OptionalLong.empty(),
        floored ? Optional.ofNullable(status.window()).map(Holding::of) : Optional.empty(),
        floored ? status.history().stream().map(Holding::of).toList() : List.of());
  }

  /** Returns all windows that are known, newest first. */
  public List<Holding> holdings() {
    return Stream.concat(held.stream(), history.stream()).toList();
  }

  /**
   * Returns until when it may be in use if nobody resigns and nobody renews. One without a status
   * may have lost it in a restore, and what it said then ended within a lease.
   */
  public long restsUntilMs() {
    return floorMs.isPresent() ? freeMs() : createdMs + Window.LONGEST_LEASE_MS;
  }

  /** Returns when it is free if nobody resigns and nobody renews. */
  public long freeMs() {
    return Math.max(
        floorMs.orElse(Long.MIN_VALUE),
        held.map(one -> one.window().notAfterMs()).orElse(Long.MIN_VALUE));
  }
}
