// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.apply;

import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.api.v1alpha1.PastWindow;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdStatus;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.operator.plan.Action;
import dev.kezuri.operator.plan.Held;
import dev.kezuri.operator.plan.Past;
import dev.kezuri.operator.plan.Slot;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The writes of one plan about single worker IDs, and what the server has answered so far. */
final class Writes {
  private static final Logger LOG = LoggerFactory.getLogger(ActionApplier.class);

  /** So many lines a plan: while the API server is away, a thousand writes fail every 2 s. */
  private static final int LINES = 10;

  private final ClusterPort port;
  private final Ledger seen;
  private final Map<Integer, WorkerId> written = new ConcurrentHashMap<>();
  private final Set<Integer> notDone = ConcurrentHashMap.newKeySet();
  private final AtomicInteger failed = new AtomicInteger();
  private volatile int notDoneBelow;

  Writes(ClusterPort port, Ledger seen) {
    this.port = port;
    this.seen = seen;
  }

  /** Notes what this plan has written, for later actions of it about the same number. */
  void wrote(WorkerId stored) {
    written.put(stored.getSpec().id(), stored);
  }

  /** Bars this plan's later actions about {@code number}. */
  void bar(int number) {
    notDone.add(number);
  }

  /** Bars this plan's later actions about all numbers below {@code number}. */
  void barBelow(int number) {
    notDoneBelow = Math.max(notDoneBelow, number);
  }

  Outcome carryOut(Action action) {
    int number = ActionApplier.number(action);
    if (number < notDoneBelow || notDone.contains(number)) {
      return Outcome.skipped(action);
    }
    Outcome outcome = write(action);
    if (!outcome.isDone()) {
      notDone.add(number);
      if (failed.incrementAndGet() <= LINES) {
        tell(outcome, number);
      }
    }
    return outcome;
  }

  private void tell(Outcome outcome, int number) {
    // To lose is the way of a compare-and-swap; a refusal or a silence is for a person to see.
    boolean lost = outcome.result() == Outcome.Result.LOST;
    LOG.atLevel(lost ? Level.INFO : Level.WARN)
        .addKeyValue("generator", seen.generator())
        .addKeyValue("workerId", number)
        .addKeyValue("answer", outcome.words())
        .log("not written, will be planned again: {}", outcome.action().words());
  }

  /** Tells how many writes failed of which there was no line. */
  void end() {
    int more = failed.get() - LINES;
    if (more > 0) {
      LOG.atWarn()
          .addKeyValue("generator", seen.generator())
          .log("not written, will be planned again: {} more", more);
    }
  }

  private Outcome write(Action action) {
    return switch (action) {
      case Action.Grant(var slot, var pod) -> grant(action, slot);
      case Action.Extend(var slot, var pod, var why) -> extend(action, slot);
      case Action.Release(var slot) -> release(action, slot);
      case Action.Announce announce -> announce(announce);
      case Action.Provision provision -> throw new IllegalArgumentException("about many numbers");
    };
  }

  private Outcome grant(Action action, Slot slot) {
    Held held = slot.held().orElseThrow();
    String node = held.node().isEmpty() ? null : held.node();
    HeldWindow window =
        HeldWindow.granted(held.podUid(), held.pod(), node, held.window())
            .grown(held.window().notAfterMs(), held.turn(), null);
    Outcome outcome = put(action, slot, old -> old.withWindow(window));
    if (outcome.isDone()) {
      LOG.atInfo()
          .addKeyValue("generator", seen.generator())
          .addKeyValue("workerId", slot.id())
          .addKeyValue("pod", held.pod())
          .addKeyValue("podUid", held.podUid())
          .addKeyValue("notBefore", window.notBefore())
          .addKeyValue("notAfter", window.notAfter())
          .log("granted");
    }
    return outcome;
  }

  private Outcome extend(Action action, Slot slot) {
    Held held = slot.held().orElseThrow();
    String node = held.node().isEmpty() ? null : held.node();
    long until = held.window().notAfterMs();
    return put(action, slot, old -> old.withWindow(old.window().grown(until, held.turn(), node)));
  }

  private Outcome release(Action action, Slot slot) {
    Past past = slot.history().getFirst();
    long end = past.window().notAfterMs();
    PastWindow.End kind =
        switch (past.end()) {
          case GRACEFUL -> PastWindow.End.GRACEFUL;
          case LOST -> PastWindow.End.LOST;
        };
    int keep = slot.history().size();
    Outcome outcome = put(action, slot, old -> old.released(end, kind, keep));
    if (outcome.isDone()) {
      LOG.atInfo()
          .addKeyValue("generator", seen.generator())
          .addKeyValue("workerId", slot.id())
          .addKeyValue("pod", past.pod())
          .addKeyValue("podUid", past.podUid())
          .addKeyValue("notBefore", UtcMillis.format(past.window().notBeforeMs()))
          .addKeyValue("notAfter", UtcMillis.format(end))
          .addKeyValue("end", past.end())
          .log("released");
    }
    return outcome;
  }

  /** How a status follows from the one it replaces; fields of newer versions are carried along. */
  private interface Change {
    WorkerIdStatus of(WorkerIdStatus old);
  }

  private Outcome put(Action action, Slot slot, Change change) {
    boolean own = slot.resourceVersion().equals(Slot.OF_THIS_PLAN);
    WorkerId base = own ? written.get(slot.id()) : seen.workerIds().get(slot.id());
    if (base == null || !(own || version(base).equals(slot.resourceVersion()))) {
      return Outcome.lost(
          action, own ? "made by another" : "not seen in version " + slot.resourceVersion());
    }
    Answer<WorkerId> answer = port.putWorkerIdStatus(with(base, change.of(base.getStatus())));
    switch (answer) {
      case Answer.Stored<WorkerId>(WorkerId stored) -> wrote(stored);
      // Read what won, so that the next plan is made on it and need not wait for the watch.
      case Answer.Conflict<WorkerId> lost -> port.getWorkerId(base.getMetadata().getName());
      default -> {}
    }
    return Outcome.of(action, answer);
  }

  private Outcome announce(Action.Announce announce) {
    String name = announce.pod().name();
    Optional<String> before = Optional.ofNullable(seen.leases().get(announce.pod().uid()));
    Answer<?> answer = port.patchPod(seen.namespace(), name, PodLease.patch(announce, before));
    return answer instanceof Answer.Invalid<?>
        ? Outcome.lost(announce, "a test of the patch failed: the pod has changed")
        : Outcome.of(announce, answer);
  }

  private static String version(WorkerId workerId) {
    return workerId.getMetadata().getResourceVersion();
  }

  /** Returns a copy of {@code base} with another status, fit for a PUT. */
  static WorkerId with(WorkerId base, WorkerIdStatus status) {
    WorkerId changed = new WorkerId();
    changed.setMetadata(new ObjectMetaBuilder(base.getMetadata()).withManagedFields().build());
    changed.setSpec(base.getSpec());
    changed.setStatus(status);
    return changed;
  }
}
