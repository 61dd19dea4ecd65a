// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets faults happen to a world, and puts everything right in the end. */
final class Faults {
  private static final int BURST = 20;

  private final World world;
  private final NodeFaults onNodes;
  private final OperatorFaults onOperators;
  private final LedgerFaults onLedger;

  Faults(World world) {
    this.world = world;
    this.onNodes = new NodeFaults(world);
    this.onOperators = new OperatorFaults(world);
    this.onLedger = new LedgerFaults(world);
  }

  void happen(Fault fault) {
    world.trace(() -> "FAULT " + fault.words());
    Dice dice = new Dice(fault.salt());
    burst();
    switch (fault.kind()) {
      case DELETE_POD -> pod(dice).ifPresent(pod -> world.pods().delete(pod, dice.below(31)));
      case FORCE_DELETE -> pod(dice).ifPresent(pod -> world.pods().delete(pod, 0));
      case FAIL_POD -> pod(dice).ifPresent(pod -> fail(dice, pod));
      case NODE_LOST -> lose(dice, dice.pick(world.nodes()));
      case TERM_THEN_LOST -> termThenLose(dice);
      case ANNOTATION_COPIED -> pod(dice).ifPresent(pod -> copy(dice, pod));
      case SCALE -> world.workload().scale(1 + dice.below(world.shape().pods() + 2));
      case SERVER_CLOCK -> {
        world.api().clock().step(jump(dice, world.shape()));
        long lastsMs = Math.min(lasting(dice, world), OperatorFaults.LONG_MS);
        world.agenda().after(lastsMs, world.api().clock()::setRight);
      }
      default -> {
        if (!onNodes.happen(fault.kind(), dice) && !onLedger.happen(fault.kind(), dice)) {
          onOperators.happen(fault.kind(), dice);
        }
      }
    }
    world.agenda().after(dice.span(1, 3_000), this::burst);
  }

  /** Clients everywhere ask for many IDs. */
  private void burst() {
    for (PodOnNode pod : world.running()) {
      pod.process().ifPresent(process -> process.burst(BURST));
    }
  }

  private Optional<Pod> pod(Dice dice) {
    List<Pod> all = world.pods().all();
    return all.isEmpty() ? Optional.empty() : Optional.of(dice.pick(all));
  }

  private void fail(Dice dice, Pod pod) {
    world.pods().fail(pod);
    world.agenda().after(dice.span(1, 600_000), () -> world.pods().delete(pod, 0));
  }

  /** Cut off for long: its pods are evicted, and taken from the API at last. */
  private void lose(Dice dice, Node node) {
    node.cut(within(world, lasting(dice, world) + 400_000));
    world.agenda().after(dice.span(1_000, 400_000), () -> evict(dice, node));
  }

  private void evict(Dice dice, Node node) {
    boolean failsFirst = dice.onceIn(2);
    for (Pod pod : world.pods().all()) {
      if (node.name().equals(pod.getSpec().getNodeName())) {
        world.pods().delete(pod, 30);
        long afterMs = dice.span(1_000, 600_000);
        world.agenda().after(afterMs, () -> end(pod, failsFirst));
      }
    }
  }

  private void end(Pod pod, boolean failsFirst) {
    if (failsFirst) {
      world.pods().fail(pod);
    }
    world.pods().delete(pod, 0);
  }

  private void termThenLose(Dice dice) {
    List<PodOnNode> all = world.running();
    if (!all.isEmpty()) {
      PodOnNode pod = dice.pick(all);
      pod.restartSidecar();
      world.agenda().after(dice.span(1, 5_000), () -> lose(dice, pod.node()));
    }
  }

  /** A controller copies a pod with its annotations, as a backup of objects has them. */
  private void copy(Dice dice, Pod pod) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    if (annotations != null) {
      String uid = "copy" + Math.abs(dice.any() % 100_000);
      String node = dice.onceIn(2) ? dice.pick(world.nodes()).name() : null;
      world.pods().create(uid, uid, node, 30, annotations);
    }
  }

  /** Returns how far a clock jumps: from ms to days, either way. */
  static long jump(Dice dice, Shape shape) {
    long most = Math.max(60_000, shape.leaseMs() * 3);
    return dice.span(1, most) * (dice.onceIn(2) ? 1 : -1);
  }

  /** Returns for how long something lasts: until all is put right at the longest. */
  static long lasting(Dice dice, World world) {
    return within(world, dice.span(100, Math.max(60_000, world.shape().leaseMs() * 2)));
  }

  static long within(World world, long ms) {
    return Math.clamp(ms, 1, Math.max(1, world.faultsUntilMs() - world.nowMs()));
  }

  /** No more faults: what is wrong is put right. */
  void heal() {
    world.trace(() -> "HEALED");
    world.api().guard(true);
    world.api().clock().setRight();
    world.nodes().forEach(Node::heal);
    for (Operator operator : world.operators()) {
      operator.clock().setRight();
      operator.link().heal();
    }
    onLedger.heal();
    world.operators().getFirst().start();
    for (Operator operator : world.operators()) {
      operator.informers().stream().filter(informer -> !informer.connected()).forEach(this::list);
    }
    world.workload().stop(false);
    world.workload().scale(world.shape().pods());
  }

  private void list(Informer<?> informer) {
    informer.list(world.api().snapshot());
  }
}
