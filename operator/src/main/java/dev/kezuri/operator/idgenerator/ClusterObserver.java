// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorSpec;
import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.api.v1alpha1.LayoutSpec;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.operator.apply.Answer;
import dev.kezuri.operator.apply.Ledger;
import dev.kezuri.operator.apply.LedgerMark;
import dev.kezuri.operator.apply.RecentWrites;
import dev.kezuri.operator.plan.Held;
import dev.kezuri.operator.plan.NumberRange;
import dev.kezuri.operator.plan.Observation;
import dev.kezuri.operator.plan.Planner;
import dev.kezuri.operator.plan.Safeguard;
import dev.kezuri.operator.plan.Slot;
import dev.kezuri.operator.plan.Terms;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Looks at one generator: caches, this operator's own latest writes, and live reads for what a
 * cache must not say, namely that a pod is gone. Decides nothing.
 */
final class ClusterObserver {
  private final ClusterView view;
  private final RecentWrites port;
  private final InstantSource clock;
  private final SkewProbe skew;
  private final LedgerGuard guard;
  private final ClusterIdentity identity;

  ClusterObserver(ClusterView view, RecentWrites port, InstantSource clock, Duration guardEvery) {
    this.view = view;
    this.port = port;
    this.clock = clock;
    this.skew = new SkewProbe(port, clock);
    this.guard = new LedgerGuard(port, clock, guardEvery);
    this.identity = new ClusterIdentity(port);
  }

  /** Looks at a generator that people have applied. */
  Observed of(IdGenerator generator) {
    List<WorkerId> ledger = ledger(generator.ledgerName());
    Set<Safeguard> safeguards = safeguards(ledger);
    LayoutSpec layout = generator.getSpec().layout();
    if (ledger.stream().anyMatch(object -> !object.getSpec().layout().equals(layout))) {
      safeguards.add(Safeguard.CONFLICT);
    }
    IdGeneratorStatus status = generator.getStatus();
    Integer provisioned = status == null ? null : status.provisioned();
    if (restored(LedgerMark.of(generator), provisioned)) {
      safeguards.add(Safeguard.RESTORED);
    }
    Terms terms = terms(generator.ledgerName(), generator.getSpec());
    OptionalInt made = provisioned == null ? OptionalInt.empty() : OptionalInt.of(provisioned);
    return observed(terms, made, safeguards, ledger);
  }

  /** Looks at what is left of a generator that only WorkerIds name. */
  Observed ofAbandoned(String generator) {
    List<WorkerId> ledger = ledger(generator);
    Set<Safeguard> safeguards = safeguards(ledger);
    safeguards.add(Safeguard.GENERATOR_GONE);
    LayoutSpec layout = ledger.isEmpty() ? null : ledger.getFirst().getSpec().layout();
    IdGeneratorSpec spec = new IdGeneratorSpec(layout, null, null, null, null, null);
    return observed(terms(generator, spec), OptionalInt.empty(), safeguards, ledger);
  }

  private List<WorkerId> ledger(String generator) {
    return port.workerIds(generator, view.workerIds(generator));
  }

  private Set<Safeguard> safeguards(List<WorkerId> ledger) {
    Set<Safeguard> safeguards = EnumSet.noneOf(Safeguard.class);
    if (skew.skewed()) {
      safeguards.add(Safeguard.CLOCK_SKEW);
    }
    if (guard.unguarded(ledger)) {
      safeguards.add(Safeguard.UNGUARDED);
    }
    return safeguards;
  }

  private boolean restored(String mark, Integer provisioned) {
    return mark != null && (provisioned == null || !mark.equals(identity.uid()));
  }

  private static Terms terms(String generator, IdGeneratorSpec spec) {
    var range = spec.workerIds();
    return new Terms(
        generator,
        spec.layout().toIdLayout(),
        new NumberRange(range.first(), range.last(), Set.copyOf(range.reserved())),
        spec.lease().durationMs(),
        Math.max(1, spec.history()),
        Set.copyOf(spec.waitForGates()));
  }

  private Observed observed(
      Terms terms, OptionalInt provisioned, Set<Safeguard> safeguards, List<WorkerId> ledger) {
    List<Pod> pods = view.pods(terms.generator()).stream().map(port::pod).toList();
    List<Slot> slots = ledger.stream().map(SlotFacts::of).toList();
    Set<String> holders =
        slots.stream()
            .flatMap(s -> s.held().stream())
            .map(Held::podUid)
            .collect(Collectors.toSet());
    Observation seen =
        new Observation(
            clock.millis(),
            terms,
            provisioned,
            safeguards,
            pods.stream().map(PodFacts::of).toList(),
            slots,
            Set.of(),
            view.lastWords(holders));
    Map<Integer, WorkerId> objects =
        ledger.stream().collect(Collectors.toMap(w -> w.getSpec().id(), Function.identity()));
    return new Observed(
        confirmed(seen), new Ledger(terms.generator(), identity.uid(), objects), pods);
  }

  private Observation confirmed(Observation seen) {
    String generator = seen.terms().generator();
    String namespace = generator.substring(0, generator.indexOf('/'));
    Set<String> gone = new HashSet<>();
    for (Held held : Planner.toConfirm(seen)) {
      if (!held.pod().isEmpty() && gone(port.getPod(namespace, held.pod()), held.podUid())) {
        gone.add(held.podUid());
      }
    }
    return new Observation(
        seen.nowMs(),
        seen.terms(),
        seen.provisioned(),
        seen.safeguards(),
        seen.pods(),
        seen.slots(),
        gone,
        seen.lastWords());
  }

  private static boolean gone(Answer<Pod> answer, String uid) {
    return switch (answer) {
      case Answer.NotFound<Pod>() -> true;
      case Answer.Stored<Pod>(Pod pod) ->
          !pod.getMetadata().getUid().equals(uid) || PodFacts.terminal(pod);
      default -> false;
    };
  }
}
