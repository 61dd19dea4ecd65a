// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.cli.fence.Fence;
import dev.kezuri.cli.fence.Sight;
import dev.kezuri.cli.fence.Times;
import dev.kezuri.cli.fence.Told;
import dev.kezuri.cli.fence.Write;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.operator.apply.Answer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Backups, what is restored of them, and the fence that has to follow, as the runbook has it. */
final class Restores {
  /** As much as the command bears. */
  private static final long SKEW_MS = 30_000;

  private final World world;
  private ApiServer.Snapshot backup;
  private boolean underWay;

  Restores(World world) {
    this.world = world;
  }

  /** Pods in turn 0 at a restore are outside the model: such a backup is not made. */
  void backup() {
    boolean turn0 =
        world.api().all(WorkerId.class).stream()
            .map(WorkerId::getStatus)
            .anyMatch(s -> s != null && s.window() != null && s.window().turn() == 0);
    if (!turn0) {
      backup = world.api().snapshot();
    }
  }

  /** Operator, controllers and scheduler stopped; restored; fenced; started. */
  void etcd(Dice dice) {
    if (backup == null || underWay) {
      return;
    }
    underWay = true;
    world.operatorsStopped(true);
    world.workload().stop(true);
    ApiServer.Snapshot from = backup;
    backup = null;
    world.agenda().after(dice.span(1_000, 600_000), () -> restore(from, dice));
  }

  private void restore(ApiServer.Snapshot from, Dice dice) {
    if (!underWay) {
      // Faults are over.
      return;
    }
    world.trace(() -> "etcd is restored to version " + from.version());
    world.countRestore();
    world.api().restore(from);
    world.nodes().forEach(Node::relist);
    world.agenda().after(dice.span(1_000, 3_600_000), this::fenceAndGoOn);
  }

  private void fenceAndGoOn() {
    if (underWay) {
      fence();
      underWay = false;
      world.workload().stop(false);
      world.operatorsStopped(false);
      world.operators().getFirst().start();
    }
  }

  /** Objects come back from a backup of objects: without their status. Later somebody fences. */
  void withoutStatus(Dice dice) {
    if (underWay) {
      return;
    }
    underWay = true;
    world.trace(() -> "objects are restored without status");
    long fencedAfterMs = dice.span(60_000, 7_200_000);
    // The objects of people may come from elsewhere, where the operator's annotation is not.
    boolean fromGit = dice.onceIn(3);
    List<WorkerId> all = world.api().all(WorkerId.class);
    generator().ifPresent(old -> restore(old, fromGit));
    for (WorkerId old : all) {
      world.api().remove(old);
      WorkerId bare = world.api().with(old, null);
      bare.getMetadata().setUid(old.getMetadata().getUid() + "-restored");
      bare.getMetadata().setCreationTimestamp(world.api().clock().instant().toString());
      world.api().store(bare);
    }
    world.countRestore();
    world.agenda().after(fencedAfterMs, this::fenceLater);
  }

  private Optional<IdGenerator> generator() {
    return world.api().get(IdGenerator.class, World.GENERATOR_NAME);
  }

  private void restore(IdGenerator old, boolean fromGit) {
    world.api().remove(old);
    IdGenerator again = world.api().with(old, old.getSpec(), null);
    again.getMetadata().setUid(again.getMetadata().getUid() + "-restored");
    if (fromGit) {
      again.getMetadata().setAnnotations(null);
    }
    world.api().store(again);
  }

  /** An IdGenerator was made again: if that is Restored, somebody sees the alert some time. */
  void madeAgain(long fencedAfterMs) {
    if (!underWay && sight().restored()) {
      underWay = true;
      world.agenda().after(fencedAfterMs, this::fenceLater);
    }
  }

  private void fenceLater() {
    if (underWay) {
      fence();
      underWay = false;
    }
  }

  void finish() {
    fenceAndGoOn();
  }

  /** What is Restored in the end is fenced. */
  void finishMadeAgain() {
    if (sight().restored()) {
      fence();
    }
  }

  /** What {@code kubectl kezuri fence} does, with its own plan of writes. */
  private void fence() {
    Fence fence = null;
    for (boolean left = true; left; ) {
      Sight sight = sight();
      fence = fence == null ? Fence.of(sight, times()) : fence.seeing(sight);
      left = false;
      for (Write write : fence.writes()) {
        left = true;
        carryOut(write);
      }
    }
    long untilMs = fence.untilMs();
    world.trace(() -> "fenced until " + UtcMillis.format(untilMs));
  }

  /**
   * The clock of who fences is right; where the API server's is not, the command wants to be told a
   * time, and gets one that is late enough by both.
   */
  private Times times() {
    long here = world.nowMs();
    long there = world.api().clock().millis();
    long latestMs = Math.max(here, there);
    boolean apart = latestMs - Math.min(here, there) > SKEW_MS;
    // The spec may have been restored as well, to a lease that was shorter.
    boolean shorter = world.longestLeaseMs() > world.shape().leaseMs();
    return new Times(
        Math.min(here, there),
        latestMs,
        apart || shorter
            ? OptionalLong.of(latestMs + world.longestLeaseMs() + Times.CLOCKS_MS)
            : OptionalLong.empty());
  }

  private Sight sight() {
    return new Sight(
        World.GENERATOR,
        generator(),
        world.api().all(WorkerId.class),
        world.pods().all().stream().map(Told::of).toList(),
        World.CLUSTER);
  }

  private void carryOut(Write write) {
    Answer<? extends HasMetadata> answer =
        switch (write) {
          case Write.HoldBack(IdGenerator seen, var next) ->
              world.server().putGeneratorStatus(world.api().same(seen, next));
          case Write.Provision(IdGenerator seen, var next) ->
              world.server().putGeneratorStatus(world.api().same(seen, next));
          case Write.Raise(WorkerId seen, var next) ->
              world.server().putWorkerIdStatus(world.api().same(seen, next));
          case Write.Lift(IdGenerator seen, String uid) -> lift(seen, uid);
        };
    if (answer instanceof Answer.Invalid<?> refused) {
      world.oracle().broken("a fence was refused: " + refused.words());
    }
  }

  private Answer<IdGenerator> lift(IdGenerator seen, String uid) {
    IdGenerator lifted = world.api().with(seen, seen.getSpec(), seen.getStatus());
    Map<String, String> annotations =
        new TreeMap<>(Objects.requireNonNullElse(seen.getMetadata().getAnnotations(), Map.of()));
    annotations.put(MetadataKeys.ANNOTATION_LEDGER, uid);
    lifted.getMetadata().setAnnotations(annotations);
    return new Answer.Stored<>(world.api().store(lifted));
  }
}
