// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import java.time.Duration;
import java.util.List;

/** What befalls operators, their clocks, their requests and their watches. */
final class OperatorFaults {
  /** Nobody lets a wrong clock or a cut operator be for longer. */
  static final long LONG_MS = Duration.ofDays(3).toMillis();

  private final World world;

  OperatorFaults(World world) {
    this.world = world;
  }

  void happen(Fault.Kind kind, Dice dice) {
    Operator operator = dice.pick(world.operators());
    long lastsMs = Faults.lasting(dice, world);
    switch (kind) {
      case OPERATOR_CRASH -> crash(operator, dice);
      case OPERATOR_DOWN -> down(operator, lastsMs);
      case OPERATOR_CUT -> cut(operator, Math.min(lastsMs, LONG_MS));
      case OPERATOR_CLOCK -> {
        clock(operator, dice);
        world.agenda().after(Math.min(lastsMs, LONG_MS), operator.clock()::setRight);
      }
      case CONTROL_PLANE_CLOCK -> together(dice, Math.min(lastsMs, LONG_MS));
      case OPERATOR_SECOND -> {
        world.operators().forEach(Operator::start);
        Operator leaves = dice.pick(world.operators());
        world.agenda().after(lastsMs, () -> leaveIfTwo(leaves));
      }
      case REQUESTS_LOST -> {
        operator.link().lose(dice.pick(List.of(0.02, 0.2, 0.7)));
        world.agenda().after(lastsMs, () -> operator.link().lose(world.shape().loss()));
      }
      case REQUEST_LATE -> operator.link().delayNext(lastsMs);
      case WATCH_STALLS -> operator.informers().forEach(i -> stall(i, dice, lastsMs));
      case WATCH_DROPS -> operator.informers().forEach(i -> drop(i, dice, lastsMs));
      case WATCH_BEHIND -> {
        world.api().fallBehind();
        world.agenda().after(lastsMs, () -> behind(operator, dice));
      }
      default -> throw new IllegalArgumentException("nobody lets this happen: " + kind);
    }
  }

  /** One machine has both, or one NTP server misleads them: no skew between them is seen. */
  private void together(Dice dice, long lastsMs) {
    long byMs = Faults.jump(dice, world.shape());
    world.api().clock().step(byMs);
    world.operators().forEach(operator -> operator.clock().step(byMs));
    world
        .agenda()
        .after(
            lastsMs,
            () -> {
              world.api().clock().setRight();
              world.operators().forEach(operator -> operator.clock().setRight());
            });
  }

  private void crash(Operator operator, Dice dice) {
    operator.link().killAt(dice.below(12), dice.onceIn(2), operator::die);
    // A container that ended is started again soon.
    world.agenda().after(dice.span(1_000, 300_000), operator::start);
    world.agenda().after(900_000, operator::start);
  }

  private void down(Operator operator, long lastsMs) {
    boolean was = operator.isUp();
    operator.die();
    if (was) {
      world.agenda().after(lastsMs, operator::start);
    }
  }

  private void leaveIfTwo(Operator leaves) {
    if (world.operators().stream().allMatch(Operator::isUp)) {
      leaves.die();
    }
  }

  private void cut(Operator operator, long lastsMs) {
    operator.link().cut(lastsMs);
    List<Informer<?>> informers = operator.informers();
    informers.forEach(Informer::drop);
    world.agenda().after(lastsMs + 1, () -> informers.forEach(informer -> list(informer, false)));
  }

  private void clock(Operator operator, Dice dice) {
    switch (dice.below(4)) {
      case 0 -> operator.clock().drift(dice.between(-50_000, 50_000), 0);
      case 1 -> operator.clock().setRight();
      default -> operator.clock().step(Faults.jump(dice, world.shape()));
    }
  }

  private static void stall(Informer<?> informer, Dice dice, long lastsMs) {
    if (dice.onceIn(2)) {
      informer.stall(Math.min(lastsMs, 3_600_000));
    }
  }

  private void drop(Informer<?> informer, Dice dice, long lastsMs) {
    if (dice.onceIn(2)) {
      informer.drop();
      world.agenda().after(Math.min(lastsMs, 3_600_000), () -> list(informer, dice.onceIn(4)));
    }
  }

  private void behind(Operator operator, Dice dice) {
    for (Informer<?> informer : operator.informers()) {
      if (dice.onceIn(2)) {
        informer.drop();
        list(informer, true);
      }
    }
  }

  private void list(Informer<?> informer, boolean behind) {
    if (!informer.connected()) {
      informer.list(behind ? world.api().behind() : world.api().snapshot());
    }
  }
}
