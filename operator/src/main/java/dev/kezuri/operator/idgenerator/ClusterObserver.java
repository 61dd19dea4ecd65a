// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorSpec;
import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.api.v1alpha1.LayoutSpec;
import dev.kezuri.api.v1alpha1.LeaseSpec;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdStatus;
import dev.kezuri.operator.apply.Answer;
import dev.kezuri.operator.apply.InParallel;
import dev.kezuri.operator.apply.Ledger;
import dev.kezuri.operator.apply.LedgerMark;
import dev.kezuri.operator.apply.RecentWrites;
import dev.kezuri.operator.plan.Held;
import dev.kezuri.operator.plan.NumberRange;
import dev.kezuri.operator.plan.Observation;
import dev.kezuri.operator.plan.ObservedPod;
import dev.kezuri.operator.plan.Planner;
import dev.kezuri.operator.plan.Safeguard;
import dev.kezuri.operator.plan.Slot;
import dev.kezuri.operator.plan.Terms;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Looks at one generator: caches, this operator's own latest writes, and live reads for what a
 * cache must not say, namely that a pod is gone. Decides nothing.
 */
final class ClusterObserver {
  private final ClusterView view;
  private final RecentWrites port;
  private final Executor executor;
  private final SkewProbe skew;
  private final LedgerGuard guard;
  private final ClusterIdentity identity;
  private final UnchangedFacts<Pod, ObservedPod> podFacts = new UnchangedFacts<>(PodFacts::of);
  private final UnchangedFacts<WorkerId, Slot> slotFacts = new UnchangedFacts<>(SlotFacts::of);

  /** By generator: by the default, windows of short leases would grow to a day when it goes. */
  private final Map<String, LeaseSpec> leases = new ConcurrentHashMap<>();

  /**
   * Looks through {@code view}.
   *
   * @param executor where live reads run; it bounds how many at a time
   */
  ClusterObserver(
      ClusterView view,
      RecentWrites port,
      InstantSource clock,
      Executor executor,
      Duration guardEvery) {
    this.view = view;
    this.port = port;
    this.executor = executor;
    this.skew = new SkewProbe(port, clock);
    this.guard = new LedgerGuard(port, clock, guardEvery);
    this.identity = new ClusterIdentity(port);
  }

  /** Returns how far the operator's clock is ahead of the API server's, as last seen. */
  double skewSeconds() {
    return skew.operatorAheadMs() / 1000.0;
  }

  /** Looks at a generator that people have applied. */
  Observed of(IdGenerator generator) {
    List<WorkerId> ledger = ledger(generator.ledgerName());
    SkewProbe.Clocks clocks = skew.read();
    Set<Safeguard> safeguards = safeguards(ledger, clocks);
    LayoutSpec layout = generator.getSpec().layout();
    if (ledger.stream().anyMatch(object -> !object.getSpec().layout().equals(layout))) {
      safeguards.add(Safeguard.CONFLICT);
    }
    IdGeneratorStatus status = generator.getStatus();
    Integer provisioned = status == null ? null : status.provisioned();
    Set<Integer> lost =
        ledger.stream()
            .filter(object -> object.hasLostStatus(generator.getMetadata().getUid()))
            .map(object -> object.getSpec().id())
            .collect(Collectors.toSet());
    if (restored(LedgerMark.of(generator), provisioned, lost)) {
      safeguards.add(Safeguard.RESTORED);
    }
    leases.put(generator.ledgerName(), generator.getSpec().lease());
    Terms terms = terms(generator.ledgerName(), generator.getSpec());
    OptionalInt made = provisioned == null ? OptionalInt.empty() : OptionalInt.of(provisioned);
    return observed(terms, clocks, made, fencedUntil(status, ledger), safeguards, ledger, lost);
  }

  /**
   * A fence of a ledger without an IdGenerator is kept by its floors alone: all are at its end. One
   * that is made again then may have had numbers that the ledger does not know of.
   */
  private static OptionalLong fencedUntil(IdGeneratorStatus status, List<WorkerId> ledger) {
    OptionalLong fence = status == null ? OptionalLong.empty() : status.fencedUntilMs();
    if (status != null && status.provisioned() != null) {
      return fence;
    }
    OptionalLong floor =
        ledger.stream()
            .map(WorkerId::getStatus)
            .filter(Objects::nonNull)
            .mapToLong(WorkerIdStatus::floorMs)
            .min();
    return LongStream.concat(fence.stream(), floor.stream()).max();
  }

  /**
   * Looks at what is left of a generator that only WorkerIds name. Its windows are as long as they
   * were, if this operator knew it.
   */
  Observed ofAbandoned(String generator) {
    List<WorkerId> ledger = ledger(generator);
    SkewProbe.Clocks clocks = skew.read();
    Set<Safeguard> safeguards = safeguards(ledger, clocks);
    safeguards.add(Safeguard.GENERATOR_GONE);
    LayoutSpec layout = ledger.isEmpty() ? null : ledger.getFirst().getSpec().layout();
    IdGeneratorSpec spec =
        new IdGeneratorSpec(layout, null, leases.get(generator), null, null, null);
    Terms terms = terms(generator, spec);
    return observed(
        terms, clocks, OptionalInt.empty(), OptionalLong.empty(), safeguards, ledger, Set.of());
  }

  /** Forgets all generators that are not {@code known}. */
  void keepOnly(Predicate<String> known) {
    leases.keySet().removeIf(known.negate());
    podFacts.keepOnly(known);
    slotFacts.keepOnly(known);
  }

  /** Returns the time, unless the clocks of operator and API server differ too much to say. */
  OptionalLong nowMs() {
    SkewProbe.Clocks clocks = skew.read();
    return clocks.skewed() ? OptionalLong.empty() : OptionalLong.of(clocks.nowMs());
  }

  private List<WorkerId> ledger(String generator) {
    return port.workerIds(generator, view.workerIds(generator));
  }

  private Set<Safeguard> safeguards(List<WorkerId> ledger, SkewProbe.Clocks clocks) {
    Set<Safeguard> safeguards = EnumSet.noneOf(Safeguard.class);
    if (clocks.skewed()) {
      safeguards.add(Safeguard.CLOCK_SKEW);
    }
    switch (guard.verdict(ledger)) {
      case GUARDED -> {}
      case UNGUARDED -> safeguards.add(Safeguard.UNGUARDED);
      case UNTRIED -> safeguards.add(Safeguard.UNTRIED);
    }
    return safeguards;
  }

  /** An IdGenerator that has begun nothing has made none of these: they were restored. */
  private boolean restored(String mark, Integer provisioned, Set<Integer> lost) {
    return provisioned == null
        ? mark != null || !lost.isEmpty()
        : mark != null && !mark.equals(identity.uid());
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
      Terms terms,
      SkewProbe.Clocks clocks,
      OptionalInt provisioned,
      OptionalLong fencedUntilMs,
      Set<Safeguard> safeguards,
      List<WorkerId> ledger,
      Set<Integer> lost) {
    List<Pod> pods = view.pods(terms.generator()).stream().map(port::pod).toList();
    List<Slot> slots = slotFacts.of(terms.generator(), ledger);
    Set<String> holders =
        slots.stream()
            .flatMap(s -> s.held().stream())
            .map(Held::podUid)
            .collect(Collectors.toSet());
    Observation seen =
        new Observation(
            clocks.nowMs(),
            clocks.serverMs(),
            terms,
            provisioned,
            fencedUntilMs,
            safeguards,
            podFacts.of(terms.generator(), pods),
            slots,
            lost,
            Set.of(),
            view.lastWords(holders));
    Map<Integer, WorkerId> objects =
        ledger.stream().collect(Collectors.toMap(w -> w.getSpec().id(), Function.identity()));
    long nowMs = seen.nowMs();
    Ledger seenLedger =
        new Ledger(
            terms.generator(),
            identity.uid(),
            objects,
            leases(pods),
            fencedUntilMs.orElse(nowMs) > nowMs ? fencedUntilMs : OptionalLong.empty());
    return new Observed(confirmed(seen), seenLedger, pods);
  }

  private static Map<String, String> leases(List<Pod> pods) {
    Map<String, String> leases = new HashMap<>();
    for (Pod pod : pods) {
      PodFacts.leaseText(pod).ifPresent(text -> leases.put(pod.getMetadata().getUid(), text));
    }
    return leases;
  }

  private Observation confirmed(Observation seen) {
    String generator = seen.terms().generator();
    String namespace = generator.substring(0, generator.indexOf('/'));
    List<Held> asked =
        Planner.toConfirm(seen).stream().filter(held -> !held.pod().isEmpty()).toList();
    if (asked.isEmpty()) {
      return seen;
    }
    List<Boolean> gone =
        InParallel.run(
            executor, asked, held -> gone(port.getPod(namespace, held.pod()), held.podUid()));
    return seen.confirming(
        IntStream.range(0, asked.size())
            .filter(gone::get)
            .mapToObj(at -> asked.get(at).podUid())
            .collect(Collectors.toSet()));
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
