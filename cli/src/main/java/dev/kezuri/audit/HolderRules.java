// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.audit;

import static dev.kezuri.audit.Ledger.time;
import static dev.kezuri.audit.Ledger.where;

import dev.kezuri.lease.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Each window that is held, and the pod that it names. */
final class HolderRules {
  /** The operator's next turn comes sooner, and clocks are that wrong. */
  private static final long GRACE_MS = Duration.ofMinutes(10).toMillis();

  /** A lease of 10 s is renewed within this. */
  private static final long RENEWAL_MS = Duration.ofSeconds(10).toMillis();

  private final Ledger ledger;
  private final List<Finding> findings = new ArrayList<>();

  private HolderRules(Ledger ledger) {
    this.ledger = ledger;
  }

  static List<Finding> of(Ledger ledger) {
    if (!ledger.seesPods()) {
      return List.of();
    }
    HolderRules rules = new HolderRules(ledger);
    for (SeenWorkerId one : ledger.workerIds()) {
      one.held().ifPresent(held -> rules.held(one, held));
    }
    for (Map.Entry<String, List<SeenWorkerId>> one : ledger.byHolder().entrySet()) {
      if (one.getValue().size() > 1) {
        rules.several(one.getKey(), one.getValue());
      }
    }
    return rules.findings;
  }

  private void held(SeenWorkerId one, Holding held) {
    Optional<SeenPod> holder = ledger.pod(held.podUid());
    if (holder.isEmpty()) {
      left(one, held, "is gone");
      return;
    }
    SeenPod pod = holder.get();
    if (!pod.ledgerName().equals(Optional.of(one.generator()))) {
      findings.add(
          Finding.broken(
              Rule.FOREIGN_HOLDER,
              where(one),
              "its holder is pod %s, whose IdGenerator is %s"
                  .formatted(pod.path(), pod.ledgerName().orElse("none"))));
    }
    if (!held.pod().equals(pod.name()) && !held.pod().equals(held.podUid())) {
      findings.add(
          Finding.broken(
              Rule.HOLDER_NAME,
              where(one),
              "its window names pod %s, and the pod of this UID is %s"
                  .formatted(held.pod(), pod.name())));
    }
    if (pod.phase() == SeenPod.Phase.TERMINAL) {
      terminal(one, held, pod);
    } else if (pod.lives() && !unused(one, held, pod)) {
      living(one, held);
    }
  }

  private void terminal(SeenWorkerId one, Holding held, SeenPod pod) {
    Optional<SeenSidecar.End> end = pod.endOf(one.id(), held);
    if (end.isEmpty()) {
      left(one, held, "has ended (" + pod.phaseText() + ")");
      return;
    }
    String what =
        "pod %s has ended (%s) with a last word, and its window is not released"
            .formatted(held.pod(), pod.phaseText());
    boolean late = end.get().atMs() + GRACE_MS < ledger.nowMs();
    findings.add(
        (late
                ? Finding.broken(Rule.NOT_RELEASED, where(one), what)
                : Finding.inProgress(Rule.NOT_RELEASED, where(one), what))
            .since(end.get().atMs()));
  }

  private void left(SeenWorkerId one, Holding held, String how) {
    long notAfterMs = held.window().notAfterMs();
    if (notAfterMs > ledger.nowMs()) {
      findings.add(
          Finding.note(
              Rule.RESTING,
              where(one),
              "pod %s %s without a last word: the number rests until %s"
                  .formatted(held.pod(), how, time(notAfterMs))));
      return;
    }
    String what =
        "its window is over, pod %s %s, and it is not released".formatted(held.pod(), how);
    boolean late = notAfterMs + GRACE_MS < ledger.nowMs();
    findings.add(
        (late
                ? Finding.broken(Rule.NOT_RELEASED, where(one), what)
                : Finding.inProgress(Rule.NOT_RELEASED, where(one), what))
            .since(notAfterMs));
  }

  private void living(SeenWorkerId one, Holding held) {
    long notAfterMs = held.window().notAfterMs();
    if (notAfterMs > ledger.nowMs() || notAfterMs >= one.layout().endMs()) {
      return;
    }
    String what = "its window is over, and pod %s lives".formatted(held.pod());
    boolean late = notAfterMs + RENEWAL_MS < ledger.nowMs();
    findings.add(
        (late
                ? Finding.broken(Rule.NOT_RENEWED, where(one), what)
                : Finding.inProgress(Rule.NOT_RENEWED, where(one), what))
            .since(notAfterMs));
  }

  private static Optional<Lease> ownLease(SeenPod pod) {
    return pod.lease().filter(lease -> lease.podUid().equals(pod.uid()));
  }

  /** Returns whether the pod was told of another window, and so will never use this one. */
  private static boolean unused(SeenWorkerId one, Holding held, SeenPod pod) {
    return ownLease(pod).filter(lease -> !names(lease, one, held)).isPresent();
  }

  private static boolean names(Lease lease, SeenWorkerId one, Holding held) {
    return lease.workerId() == one.id()
        && lease.window().notBeforeMs() == held.window().notBeforeMs();
  }

  /** Two operators at once can grant twice; what the pod is told of then counts. */
  private void several(String uid, List<SeenWorkerId> windows) {
    Optional<SeenPod> pod = ledger.pod(uid);
    String numbers =
        windows.stream().map(SeenWorkerId::name).sorted().collect(Collectors.joining(", "));
    String name = pod.map(SeenPod::path).orElse(windows.getFirst().held().orElseThrow().pod());
    String what = "pod %s holds several worker IDs: %s".formatted(name, numbers);
    String where = pod.map(Ledger::where).orElse("pod of UID " + uid);
    boolean oneGenerator = windows.stream().map(SeenWorkerId::generator).distinct().count() == 1;
    Optional<Lease> told = pod.flatMap(HolderRules::ownLease);
    boolean toldOfOne =
        told.isEmpty()
            || windows.stream().anyMatch(one -> names(told.get(), one, one.held().orElseThrow()));
    boolean bySeveralOperators = oneGenerator && toldOfOne;
    findings.add(
        bySeveralOperators
            ? Finding.inProgress(
                Rule.TWO_WINDOWS,
                where,
                what
                    + "; two operators granted at once, one of them counts, and the others run out"
                    + " unused")
            : Finding.broken(Rule.TWO_WINDOWS, where, what));
  }
}
