// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.fence;

import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorSpec;
import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.api.v1alpha1.PastWindow;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fence of one generator: no window that starts before its end is given to anybody, whatever
 * pods there were that the ledger does not know of. Pods whose windows have not run out keep them.
 *
 * <p>Each method looks at one object and returns the write that it still needs, so that a write
 * that lost is made anew from what won, and a fence that was cut off goes on.
 */
public final class Fence {
  private final Sight seen;
  private final long nowMs;
  private final long untilMs;

  private Fence(Sight seen, long nowMs, long untilMs) {
    this.seen = seen;
    this.nowMs = nowMs;
    this.untilMs = untilMs;
  }

  /** Returns the fence of what was seen. */
  public static Fence of(Sight seen, Times times) {
    return new Fence(seen, times.nowMs(), times.untilMs(seen));
  }

  /** Returns the same fence, of what is there now: windows that grow meanwhile do not move it. */
  public Fence seeing(Sight now) {
    return new Fence(now, nowMs, untilMs);
  }

  /** Returns until when nothing is granted, in ms since 1970. */
  public long untilMs() {
    return untilMs;
  }

  /**
   * Returns all that is to be written, in order: first what holds all grants back, made numbers or
   * not, and what keeps the condition Restored; then the ledger; last what lifts it. Cut off
   * anywhere, nothing has been lifted that is not fenced.
   */
  public List<Write> writes() {
    List<Write> writes = new ArrayList<>();
    seen.object().flatMap(this::untilFenced).ifPresent(writes::add);
    seen.object().flatMap(this::keepRestored).ifPresent(writes::add);
    seen.workerIds().forEach(workerId -> raise(workerId).ifPresent(writes::add));
    seen.object().flatMap(this::provision).ifPresent(writes::add);
    seen.object()
        .filter(there -> keepRestored(there).isEmpty())
        .flatMap(this::lift)
        .ifPresent(writes::add);
    return List.copyOf(writes);
  }

  /**
   * Returns the write of {@code fencedUntil}, unless it is as late already, or what keeps the
   * condition Restored while the ledger is fenced.
   */
  public Optional<Write> holdBack(IdGenerator now) {
    return untilFenced(now).or(() -> keepRestored(now));
  }

  /**
   * A generator that is Restored for nothing but WorkerIds without a status would be so no longer
   * once these are fenced, and the others not yet. With the annotation it is until it has a {@code
   * provisioned}.
   */
  private Optional<Write> keepRestored(IdGenerator now) {
    return Sight.mark(now) == null && seen.lost(now) ? lift(now) : Optional.empty();
  }

  private Optional<Write> untilFenced(IdGenerator now) {
    IdGeneratorStatus status = status(now);
    return fenced(status)
        ? Optional.empty()
        : Optional.of(new Write.HoldBack(now, status.withFenceAtLeast(untilMs)));
  }

  private boolean fenced(IdGeneratorStatus status) {
    return status.fencedUntilMs().isPresent() && status.fencedUntilMs().getAsLong() >= untilMs;
  }

  /**
   * Returns the write of a worker ID, unless its floor is as high and its window has not run out. A
   * window that has run out is ended, whether its pod is there or not: of a pod that was deleted
   * and forgotten in a restore, somebody else may have the number by now.
   */
  public Optional<Write> raise(WorkerId now) {
    WorkerIdStatus status = now.getStatus();
    if (status == null) {
      return Optional.of(new Write.Raise(now, WorkerIdStatus.free(untilMs)));
    }
    HeldWindow window = status.window();
    boolean over = window != null && window.window().notAfterMs() <= nowMs;
    if (!over && status.floorMs() >= untilMs) {
      return Optional.empty();
    }
    WorkerIdStatus ended =
        over ? status.released(window.window().notAfterMs(), PastWindow.End.LOST, keep()) : status;
    return Optional.of(new Write.Raise(now, ended.withFloorAtLeast(untilMs)));
  }

  private int keep() {
    return seen.object().map(IdGenerator::getSpec).orElseGet(IdGeneratorSpec::defaults).history();
  }

  /**
   * Returns the write of {@code provisioned}, if the generator lacks one, or is Restored and its
   * own is not above all numbers that exist or that pods were told of. With {@link #lift} it also
   * marks a generator that has made no number yet as begun: else nobody would see that its status
   * was lost later, and this fence with it.
   */
  public Optional<Write> provision(IdGenerator now) {
    IdGeneratorStatus status = status(now);
    Integer provisioned = status.provisioned();
    if (provisioned != null && !Sight.restored(now, seen.clusterUid())) {
      return Optional.empty();
    }
    int wanted = Math.max(seen.aboveAll(), provisioned == null ? 0 : provisioned);
    return Integer.valueOf(wanted).equals(provisioned)
        ? Optional.empty()
        : Optional.of(
            new Write.Provision(now, status.withFenceAtLeast(untilMs).withProvisioned(wanted)));
  }

  /** Returns the write of the annotation of a generator that names another cluster, or none. */
  public Optional<Write> lift(IdGenerator now) {
    return seen.clusterUid().equals(Sight.mark(now))
        ? Optional.empty()
        : Optional.of(new Write.Lift(now, seen.clusterUid()));
  }

  /** Returns the next write that the generator still needs, once its ledger is fenced. */
  public Optional<Write> next(IdGenerator now) {
    return holdBack(now).or(() -> provision(now)).or(() -> lift(now));
  }

  private static IdGeneratorStatus status(IdGenerator generator) {
    return generator.getStatus() == null ? IdGeneratorStatus.empty() : generator.getStatus();
  }
}
