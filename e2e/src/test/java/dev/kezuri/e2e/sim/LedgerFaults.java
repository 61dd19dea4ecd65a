// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorSpec;
import dev.kezuri.api.v1alpha1.LayoutSpec;
import dev.kezuri.api.v1alpha1.LeaseSpec;
import dev.kezuri.api.v1alpha1.PastWindow;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdRange;
import dev.kezuri.api.v1alpha1.WorkerIdStatus;
import java.util.List;
import java.util.Optional;

/** What people do to the generator and its ledger, right or wrong, within what is admitted. */
final class LedgerFaults {
  private final World world;
  private final Restores restores;

  LedgerFaults(World world) {
    this.world = world;
    this.restores = new Restores(world);
  }

  /** Lets it happen; returns false if it is no such fault. */
  boolean happen(Fault.Kind kind, Dice dice) {
    long lastsMs = Faults.lasting(dice, world);
    switch (kind) {
      case SPEC_EDITED -> generator().ifPresent(old -> edit(old, dice));
      case LEDGER_EDITED -> some(dice).ifPresent(old -> edit(old, dice));
      case WORKER_ID_ERASED -> erase(some(dice).stream().toList());
      case LEDGER_ERASED -> erase(world.api().all(WorkerId.class));
      case RULES_GONE -> {
        world.api().guard(false);
        world.agenda().after(lastsMs, () -> world.api().guard(true));
      }
      case GENERATOR_AGAIN -> again(dice, lastsMs);
      case BACKUP -> restores.backup();
      case ETCD_RESTORED -> restores.etcd(dice);
      case STATUS_LOST -> restores.withoutStatus(dice);
      default -> {
        return false;
      }
    }
    return true;
  }

  private Optional<IdGenerator> generator() {
    return world.api().get(IdGenerator.class, World.GENERATOR_NAME);
  }

  private Optional<WorkerId> some(Dice dice) {
    List<WorkerId> all = world.api().all(WorkerId.class);
    return all.isEmpty() ? Optional.empty() : Optional.of(dice.pick(all));
  }

  /** Of a number whose object and whose count are both gone, nothing says that it was ever made. */
  private void erase(List<WorkerId> objects) {
    generator()
        .filter(g -> g.getStatus() != null && g.getStatus().provisioned() != null)
        .map(g -> g.getSpec().layout())
        .ifPresent(
            layout ->
                objects.stream()
                    .filter(object -> object.getSpec().layout().equals(layout))
                    .forEach(world.api()::remove));
  }

  /** With its IdGenerator the count goes: then each number needs an object, if an empty one. */
  private boolean isComplete(IdGenerator generator) {
    String layout = generator.getSpec().layout().toString();
    return world.oracle().windows().granted(layout).stream()
        .map(id -> WorkerId.nameOf(World.GENERATOR, id))
        .allMatch(name -> world.api().get(WorkerId.class, name).isPresent());
  }

  private void edit(IdGenerator old, Dice dice) {
    IdGeneratorSpec spec = old.getSpec();
    int most = (1 << spec.layout().workerBits()) - 1;
    int last = Math.clamp(spec.workerIds().last() + dice.below(7) - 3, 0, Math.min(most, 40));
    List<Integer> reserved = dice.onceIn(2) ? List.of(dice.below(last + 1)) : List.of();
    long leaseMs =
        dice.onceIn(3)
            ? Math.clamp(world.shape().leaseMs() * (1 + dice.below(3)) / 2, 10_000, 2_592_000_000L)
            : world.shape().leaseMs();
    world.longerLease(leaseMs);
    IdGenerator changed =
        world
            .api()
            .with(
                old,
                new IdGeneratorSpec(
                    spec.layout(),
                    new WorkerIdRange(0, last, reserved),
                    new LeaseSpec(leaseMs / 1000 + "s"),
                    null,
                    null,
                    dice.pick(List.of(0, 1, 20))),
                old.getStatus());
    changed.getMetadata().setGeneration(old.getMetadata().getGeneration() + 1);
    world.api().store(changed);
  }

  /** Whatever an administrator may write: the rules, not the operator, say what that is. */
  private void edit(WorkerId old, Dice dice) {
    WorkerIdStatus status = old.getStatus();
    if (status == null) {
      return;
    }
    HeldWindow held = status.window();
    long floorMs = status.floorMs();
    WorkerIdStatus edited =
        switch (dice.below(5)) {
          case 0 -> status.withFloorAtLeast(floorMs + dice.span(1, world.shape().leaseMs()));
          case 1 -> held == null ? status : released(status, dice);
          case 2 -> held == null ? status : status.withWindow(longer(held, dice));
          case 3 -> new WorkerIdStatus(status.floor(), null, status.history());
          default -> held == null ? status : status.withWindow(stolen(held));
        };
    if (world.api().refusal(old, edited).isEmpty() && world.api().isGuarded()) {
      world.api().store(world.api().with(old, edited));
    }
  }

  /** By hand a window may be ended where it ends, before that time has come. */
  private static WorkerIdStatus released(WorkerIdStatus status, Dice dice) {
    long endMs = status.window().window().notAfterMs();
    return status.released(endMs - (dice.onceIn(2) ? 1 : 0), PastWindow.End.LOST, 20);
  }

  private HeldWindow longer(HeldWindow held, Dice dice) {
    long byMs = dice.span(1, world.shape().leaseMs()) * (dice.onceIn(2) ? 1 : -1);
    return held.grown(held.window().notAfterMs() + byMs, held.turn() + dice.below(2), null);
  }

  private static HeldWindow stolen(HeldWindow held) {
    return new HeldWindow("thief", "thief", null, held.turn(), held.notBefore(), held.notAfter());
  }

  /** Deleted, and made again after a while; maybe with another layout, for a while. */
  private void again(Dice dice, long lastsMs) {
    Optional<IdGenerator> old = generator();
    if (old.isEmpty() || !isComplete(old.get())) {
      return;
    }
    world.api().remove(old.get());
    long fencedAfterMs = new Dice(lastsMs).span(60_000, 7_200_000);
    IdGeneratorSpec spec = old.get().getSpec();
    if (dice.onceIn(3)) {
      LayoutSpec other = new LayoutSpec(null, 40, spec.layout().workerBits(), 3);
      world.agenda().after(lastsMs / 2, () -> makeIfMissing(with(spec, other), fencedAfterMs));
      world
          .agenda()
          .after(
              lastsMs,
              () ->
                  generator()
                      .filter(g -> g.getSpec().layout().equals(other))
                      .ifPresent(world.api()::remove));
    }
    world.agenda().after(lastsMs + 1, () -> makeIfMissing(spec, fencedAfterMs));
  }

  private static IdGeneratorSpec with(IdGeneratorSpec spec, LayoutSpec layout) {
    return new IdGeneratorSpec(layout, spec.workerIds(), spec.lease(), null, null, spec.history());
  }

  private void makeIfMissing(IdGeneratorSpec spec, long fencedAfterMs) {
    if (generator().isEmpty()) {
      world.apply(spec);
      restores.madeAgain(fencedAfterMs);
    }
  }

  /** What was done to spec and generator is undone. */
  void heal() {
    restores.finish();
    IdGeneratorSpec meant = world.spec(world.shape().last(), world.shape().leaseMs());
    Optional<IdGenerator> there = generator();
    there.filter(g -> !g.getSpec().layout().equals(meant.layout())).ifPresent(world.api()::remove);
    if (generator().isEmpty()) {
      world.apply(meant);
    }
    restores.finishMadeAgain();
    generator()
        .filter(g -> !g.getSpec().equals(meant))
        .ifPresent(g -> world.api().store(world.api().with(g, meant, g.getStatus())));
  }
}
