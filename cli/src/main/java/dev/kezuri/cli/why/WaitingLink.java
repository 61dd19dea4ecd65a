// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.why;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.audit.SeenPod;
import dev.kezuri.audit.SeenWorkerId;
import dev.kezuri.lease.UtcMillis;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Why a pod that asks for a worker ID has none. */
final class WaitingLink {
  /** A grant takes well under a second; after this the alert says so too. */
  private static final long SOON_MS = Duration.ofSeconds(30).toMillis();

  /** A window starts up to this long before it was granted. */
  private static final long BACK_MS = Duration.ofMinutes(1).toMillis();

  private static final String OPERATOR =
      "kubectl kezuri check says whether the operator runs and has its rights; its log has what it"
          + " could not write";

  private WaitingLink() {}

  static Link of(Link.Name name, SeenPod pod, View view) {
    if (name == Link.Name.LEASE && pod.node().isEmpty()) {
      return Link.broken(
          name,
          "there is none, and no gate waits for it: somebody lifted the gate",
          "delete the pod; its successor waits at its gate");
    }
    Optional<IdGenerator> generator = pod.ledgerName().flatMap(view::generator);
    List<String> waitFor = generator.map(one -> one.getSpec().waitForGates()).orElse(List.of());
    List<String> others = pod.otherGates().stream().filter(waitFor::contains).toList();
    if (!others.isEmpty()) {
      return Link.held(
          name,
          "takes no worker ID while it has scheduling gates of others that spec.waitForGates names: "
              + String.join(", ", others),
          "ask whoever set them; it is no fault of Kezuri's");
    }
    Optional<SeenWorkerId> granted = view.heldBy(pod);
    if (granted.isPresent()) {
      return granted(name, granted.get(), view);
    }
    Optional<Readiness> readiness = generator.map(Readiness::of);
    Optional<Condition> holdsBack = readiness.flatMap(Readiness::holdsBack);
    if (holdsBack.isPresent()) {
      Condition why = holdsBack.get();
      return Link.broken(name, why.getReason() + ": " + Readiness.fact(why), Readiness.remedy(why));
    }
    return unexplained(name, pod, view, readiness);
  }

  private static Link granted(Link.Name name, SeenWorkerId granted, View view) {
    long sinceMs = granted.held().orElseThrow().window().notBeforeMs();
    String text = "worker ID %d is granted, and the pod not told yet".formatted(granted.id());
    return view.nowMs() < sinceMs + BACK_MS + SOON_MS
        ? Link.waits(name, text)
        : Link.broken(name, text + ", since " + UtcMillis.format(sinceMs), OPERATOR);
  }

  private static Link unexplained(
      Link.Name name, SeenPod pod, View view, Optional<Readiness> readiness) {
    String since = "waits since " + UtcMillis.format(pod.createdMs());
    if (view.ageMs(pod) < SOON_MS) {
      return Link.waits(name, since + "; a grant takes less than a second");
    }
    if (readiness.isPresent() && !readiness.get().seen()) {
      return Link.broken(
          name, since + "; the operator has not looked at the IdGenerator as it is now", OPERATOR);
    }
    return Link.broken(
        name,
        since
            + (readiness.isPresent() ? "; the IdGenerator says that it grants" : "")
            + ", and the operator is away or behind",
        OPERATOR);
  }
}
