// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.LayoutSpec;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdStatus;
import dev.kezuri.lease.Window;
import dev.kezuri.operator.apply.ActionApplier;
import dev.kezuri.operator.apply.Answer;
import dev.kezuri.operator.apply.RecentWrites;
import dev.kezuri.operator.plan.Planner;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Ledgers that outlive their IdGenerator. Their windows end as others do; the objects go when no
 * IdGenerator of their name and layout exists, none of them is held, and the last floor is past;
 * those without a status, when no lease that it told of can be in use.
 */
final class AbandonedLedgers {
  private static final Logger LOG = LoggerFactory.getLogger(AbandonedLedgers.class);

  /** Longer than any clock is wrong that the operator works with. */
  private static final long REST_MS = Duration.ofMinutes(10).toMillis();

  private final ClusterView view;
  private final RecentWrites port;
  private final ClusterObserver observer;
  private final ActionApplier applier;

  AbandonedLedgers(
      ClusterView view, RecentWrites port, ClusterObserver observer, ActionApplier applier) {
    this.view = view;
    this.port = port;
    this.observer = observer;
    this.applier = applier;
  }

  void sweep() {
    Set<String> named = view.generators();
    observer.keepOnly(name -> named.contains(name) || view.generator(name).isPresent());
    for (String generator : named) {
      List<WorkerId> ledger = port.workerIds(generator, view.workerIds(generator));
      Optional<LayoutSpec> cached = view.generator(generator).map(g -> g.getSpec().layout());
      if (!ledger.stream().allMatch(w -> cached.equals(Optional.of(w.getSpec().layout())))) {
        look(generator, ledger);
      }
    }
  }

  private void look(String generator, List<WorkerId> ledger) {
    int slash = generator.indexOf('/');
    String name = generator.substring(slash + 1);
    switch (port.getGenerator(generator.substring(0, slash), name)) {
      case Answer.NotFound<IdGenerator>() -> {
        Observed seen = observer.ofAbandoned(generator);
        applier.apply(Planner.plan(seen.observation()), seen.ledger());
        remove(ledger, Optional.empty());
      }
      case Answer.Stored<IdGenerator>(IdGenerator there) ->
          remove(ledger, Optional.of(there.getSpec().layout()));
      // Not known: nothing is removed on a guess.
      default -> {}
    }
  }

  private void remove(List<WorkerId> ledger, Optional<LayoutSpec> living) {
    Map<LayoutSpec, List<WorkerId>> byLayout =
        ledger.stream().collect(Collectors.groupingBy(object -> object.getSpec().layout()));
    living.ifPresent(byLayout::remove);
    // By a clock that is ahead a number that still rests would go, and come back without its rest.
    OptionalLong nowMs = observer.nowMs();
    if (nowMs.isEmpty()) {
      return;
    }
    for (List<WorkerId> group : byLayout.values()) {
      if (group.stream().allMatch(object -> over(object, nowMs.getAsLong()))) {
        remove(group.stream().filter(object -> !leaves(object)).toList());
      }
    }
  }

  private void remove(List<WorkerId> ledger) {
    if (ledger.isEmpty()) {
      return;
    }
    long removed =
        ledger.stream().map(port::removeWorkerId).filter(Answer.Stored.class::isInstance).count();
    LOG.atLevel(removed < ledger.size() ? Level.WARN : Level.INFO)
        .addKeyValue("generator", ledger.getFirst().getSpec().generator())
        .addKeyValue("removed", removed)
        .addKeyValue("of", ledger.size())
        .log("removed a ledger whose IdGenerator is gone");
  }

  /** Returns whether all is done, and a finalizer of somebody else keeps the object. */
  private static boolean leaves(WorkerId object) {
    return object.getMetadata().getDeletionTimestamp() != null
        && !object.getMetadata().getFinalizers().contains(MetadataKeys.FINALIZER_LEDGER);
  }

  /**
   * What has no status may have lost it in a restore, and a pod may use it for as long as a lease
   * from then; an IdGenerator made again has to see that. One that was being made when its
   * IdGenerator went looks the same.
   */
  private static boolean over(WorkerId object, long nowMs) {
    WorkerIdStatus status = object.getStatus();
    if (status == null) {
      String made = object.getMetadata().getCreationTimestamp();
      return made != null
          && Instant.parse(made).toEpochMilli() + Window.LONGEST_LEASE_MS + REST_MS <= nowMs;
    }
    return status.window() == null && status.floorMs() + REST_MS <= nowMs;
  }
}
