// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdStatus;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.lease.Window;
import dev.kezuri.operator.apply.Answer;
import dev.kezuri.operator.apply.ClusterPort;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;

/**
 * Asks the API server, now and then, whether it would refuse what the ledger's rules forbid: a CRD
 * put there without them would make every promise void. Dry runs: nothing is written.
 */
final class LedgerGuard {
  private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

  private static final int TRIES = 3;

  /** Pods wait for the rules to be back. */
  private static final long AGAIN_MS = 30_000;

  private final ClusterPort port;
  private final InstantSource clock;
  private final long everyMs;
  private boolean asked;
  private long askedMs;
  private boolean unguarded;

  /** What tries have shown. */
  enum Verdict {
    /** Forbidden writes are refused. */
    GUARDED,
    /** One was accepted, or the answers do not tell. */
    UNGUARDED,
    /** There is no object yet to try one on. */
    UNTRIED
  }

  LedgerGuard(ClusterPort port, InstantSource clock, Duration every) {
    this.port = port;
    this.clock = clock;
    this.everyMs = every.toMillis();
  }

  /**
   * Returns what became of a forbidden write when last tried on one of {@code ledger}. The first
   * answer is waited for: until there is one, no rule is known to be there. It holds for all
   * generators, for they share the CRD.
   */
  synchronized Verdict verdict(Collection<WorkerId> ledger) {
    long now = clock.millis();
    if (asked && Math.abs(now - askedMs) < (unguarded ? Math.min(everyMs, AGAIN_MS) : everyMs)) {
      return known();
    }
    List<WorkerId> floored =
        ledger.stream().filter(object -> object.getStatus() != null).limit(TRIES).toList();
    for (WorkerId object : floored) {
      List<Answer<WorkerId>> answers =
          forbidden(object).stream().map(port::tryWorkerIdStatus).toList();
      boolean accepted = answers.stream().anyMatch(Answer.Stored.class::isInstance);
      boolean refused = answers.stream().allMatch(Answer.Invalid.class::isInstance);
      if (accepted || refused) {
        unguarded = accepted;
        asked = true;
        askedMs = now;
        return known();
      }
    }
    if (floored.isEmpty()) {
      // Objects go with their CRD: without any, nobody could ever see that its rules are back.
      return asked && !unguarded ? Verdict.GUARDED : Verdict.UNTRIED;
    }
    // A stale copy conflicts before any rule is asked: the next reconcile tries again.
    return asked ? known() : Verdict.UNGUARDED;
  }

  private Verdict known() {
    return unguarded ? Verdict.UNGUARDED : Verdict.GUARDED;
  }

  private static List<WorkerId> forbidden(WorkerId object) {
    WorkerIdStatus status = object.getStatus();
    long floor = status.floorMs();
    WorkerIdStatus back =
        new WorkerIdStatus(
            UtcMillis.format(floor - 1), status.window(), status.history(), status.more());
    HeldWindow thief = HeldWindow.granted(NOBODY, "nobody", null, new Window(floor - 1, floor + 1));
    return List.of(with(object, back), with(object, status.withWindow(thief)));
  }

  private static WorkerId with(WorkerId object, WorkerIdStatus status) {
    WorkerId changed = new WorkerId();
    changed.setMetadata(new ObjectMetaBuilder(object.getMetadata()).withManagedFields().build());
    changed.setSpec(object.getSpec());
    changed.setStatus(status);
    return changed;
  }
}
