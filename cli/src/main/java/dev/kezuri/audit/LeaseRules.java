// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.audit;

import static dev.kezuri.audit.Ledger.where;

import dev.kezuri.lease.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What each pod was told, and what the ledger says. */
final class LeaseRules {
  /** A grant takes well under a second. */
  private static final long GRANT_MS = Duration.ofMinutes(1).toMillis();

  private final Ledger ledger;
  private final List<Finding> findings = new ArrayList<>();

  private LeaseRules(Ledger ledger) {
    this.ledger = ledger;
  }

  static List<Finding> of(Ledger ledger) {
    LeaseRules rules = new LeaseRules(ledger);
    for (SeenPod pod : ledger.pods()) {
      if (pod.phase() != SeenPod.Phase.TERMINAL) {
        rules.pod(pod);
      }
    }
    return rules.findings;
  }

  private void pod(SeenPod pod) {
    pod.leaseFault()
        .ifPresent(fault -> add(Finding.broken(Rule.UNREADABLE_LEASE, where(pod), fault)));
    if (pod.lease().isPresent()) {
      lease(pod, pod.lease().get());
    } else if (pod.leaseFault().isEmpty()) {
      without(pod);
    }
  }

  private void add(Finding finding) {
    findings.add(finding);
  }

  private void without(SeenPod pod) {
    pod.number()
        .ifPresent(
            number ->
                add(
                    Finding.broken(
                        Rule.WORKER_ID_ANNOTATION,
                        where(pod),
                        "kezuri.dev/worker-id is " + number + ", and there is no lease")));
    Optional<SeenWorkerId> granted = ledger.heldBy(pod).stream().findFirst();
    if (granted.isPresent() && pod.lives()) {
      add(
          Finding.inProgress(
                  Rule.LEASE_BEHIND,
                  where(pod),
                  "worker ID %d is granted, and the pod not told yet".formatted(granted.get().id()))
              .since(granted.get().held().orElseThrow().window().notBeforeMs()));
    } else if (pod.lives() && !pod.gated() && pod.generator().isPresent()) {
      String what = "it lives, no gate holds it back, and it has no worker ID";
      boolean late = pod.createdMs() + GRANT_MS < ledger.nowMs();
      add(
          (late
                  ? Finding.broken(Rule.UNSERVED, where(pod), what)
                  : Finding.inProgress(Rule.UNSERVED, where(pod), what))
              .since(pod.createdMs()));
    }
  }

  private void lease(SeenPod pod, Lease lease) {
    if (!pod.number().equals(Optional.of(Integer.toString(lease.workerId())))) {
      add(
          Finding.broken(
              Rule.WORKER_ID_ANNOTATION,
              where(pod),
              "kezuri.dev/worker-id is %s, and the lease has worker ID %d"
                  .formatted(pod.number().orElse("missing"), lease.workerId())));
    }
    if (!lease.podUid().equals(pod.uid())) {
      add(
          Finding.broken(
              Rule.COPIED_LEASE,
              where(pod),
              "its lease is that of the pod with UID "
                  + lease.podUid()
                  + "; its sidecar refuses it"));
      return;
    }
    if (!pod.ledgerName().equals(Optional.of(lease.generator()))) {
      add(
          Finding.broken(
              Rule.OTHER_LEASE,
              where(pod),
              "its lease is of IdGenerator %s, and its label names %s"
                  .formatted(lease.generator(), pod.ledgerName().orElse("none"))));
      return;
    }
    inLedger(pod, lease);
  }

  private void inLedger(SeenPod pod, Lease lease) {
    Optional<SeenWorkerId> number = ledger.workerId(lease.generator(), lease.workerId());
    Optional<Holding> own =
        number
            .flatMap(SeenWorkerId::held)
            .filter(held -> held.is(pod.uid(), lease.window().notBeforeMs()));
    if (own.isPresent()) {
      compare(pod, lease, number.get(), own.get());
      return;
    }
    Optional<Holding> past =
        number.stream()
            .flatMap(one -> one.history().stream())
            .filter(held -> held.is(pod.uid(), lease.window().notBeforeMs()))
            .findFirst();
    // Whoever has resigned issues nothing more.
    boolean ended =
        !pod.lives()
            && (past.isPresent()
                || pod.sidecar().stream()
                    .flatMap(sidecar -> sidecar.ends().stream())
                    .anyMatch(end -> end.lastWord().isPresent()));
    if (!ended) {
      unknown(pod, lease, number);
    }
  }

  private void unknown(SeenPod pod, Lease lease, Optional<SeenWorkerId> number) {
    Optional<Holding> other =
        number.stream()
            .flatMap(one -> one.holdings().stream())
            .filter(held -> !held.podUid().equals(pod.uid()))
            .filter(held -> held.window().overlaps(lease.window()))
            .findFirst();
    if (other.isPresent()) {
      add(
          Finding.broken(
                  Rule.TAKEN,
                  where(pod),
                  "it may issue with worker ID %d in %s, which the ledger has given to pod %s in %s"
                      .formatted(
                          lease.workerId(),
                          lease.window(),
                          other.get().pod(),
                          other.get().window()))
              .since(Math.max(lease.window().notBeforeMs(), other.get().window().notBeforeMs())));
      return;
    }
    add(
        Finding.broken(
                Rule.UNKNOWN_LEASE,
                where(pod),
                "its lease for worker ID %d in %s is not in the ledger"
                    .formatted(lease.workerId(), lease.window()))
            .since(lease.window().notBeforeMs()));
  }

  private void compare(SeenPod pod, Lease lease, SeenWorkerId number, Holding held) {
    if (!lease.layout().equals(number.layout())) {
      add(
          Finding.broken(
              Rule.OTHER_LEASE, where(pod), "its lease has another layout than " + where(number)));
    }
    long toldMs = lease.window().notAfterMs();
    long heldMs = held.window().notAfterMs();
    String what =
        "it was told of turn %d until %s, and the ledger says turn %d until %s"
            .formatted(lease.turn(), Ledger.time(toldMs), held.turn(), Ledger.time(heldMs));
    if (toldMs > heldMs || lease.turn() > held.turn()) {
      add(Finding.broken(Rule.LEASE_AHEAD, where(pod), what));
    } else if (pod.lives() && (toldMs < heldMs || lease.turn() < held.turn())) {
      add(Finding.inProgress(Rule.LEASE_BEHIND, where(pod), what));
    }
  }
}
