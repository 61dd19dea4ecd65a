// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.api.v1alpha1.WorkerId;
import java.util.List;
import java.util.Optional;

/** What befalls machines, kubelets, disks, clocks and sidecars. */
final class NodeFaults {
  private final World world;

  NodeFaults(World world) {
    this.world = world;
  }

  /** Lets it happen; returns false if it is no such fault. */
  boolean happen(Fault.Kind kind, Dice dice) {
    Node node = dice.pick(world.nodes());
    long lastsMs = Faults.lasting(dice, world);
    Optional<PodOnNode> pod = pod(dice);
    switch (kind) {
      case KILL_SIDECAR -> pod.ifPresent(PodOnNode::oom);
      case TERM_SIDECAR -> pod.ifPresent(PodOnNode::restartSidecar);
      case LOSE_MESSAGE -> pod.ifPresent(PodOnNode::loseNextMessage);
      case LINGER -> pod.ifPresent(one -> one.lingerNextKill(lastsMs));
      case FINISH_POD -> pod.ifPresent(PodOnNode::finish);
      case DISK_SLOW -> pod.ifPresent(one -> slow(one, dice, lastsMs));
      case DISK_FAILS -> pod.ifPresent(one -> one.disk().failAfter(dice.below(8)));
      case DIES_WRITING -> pod.ifPresent(one -> one.disk().endAfter(dice.below(8)));
      case DISK_ROTS -> pod.ifPresent(one -> one.rot(dice));
      case VOLUME_LATE -> pod.ifPresent(one -> one.busy(lastsMs));
      default -> {
        return happen(kind, dice, node, lastsMs);
      }
    }
    return true;
  }

  private boolean happen(Fault.Kind kind, Dice dice, Node node, long lastsMs) {
    switch (kind) {
      case KUBELET_DOWN -> {
        node.stopKubelet();
        world.agenda().after(lastsMs, node::startKubelet);
      }
      case NODE_CUT -> node.cut(lastsMs);
      case NODE_REBOOT -> {
        node.reboot(Faults.within(world, dice.span(1_000, 600_000)));
        boardClock(node, dice);
      }
      case NODE_REIMAGED -> {
        reimage(node, Faults.within(world, dice.span(10_000, 3_600_000)));
        boardClock(node, dice);
      }
      case NODE_PAUSED -> node.pause(lastsMs, dice.onceIn(2));
      case NODE_CLOCK_STEP -> node.clock().step(Faults.jump(dice, world.shape()));
      case NODE_CLOCK_DRIFT ->
          node.clock().drift(dice.between(-100_000, 100_000), dice.between(-500, 500));
      case NODE_CLOCK_FROZEN -> {
        node.clock().freeze(true);
        world.agenda().after(lastsMs, () -> node.clock().freeze(false));
      }
      case NODE_CLOCK_RIGHT -> node.clock().setRight();
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Until NTP has spoken, a machine that was switched on goes by the clock on its board. */
  private void boardClock(Node node, Dice dice) {
    if (dice.onceIn(2)) {
      node.clock().step(-dice.span(1, world.shape().leaseMs()));
    }
  }

  /** In turn 0 an empty folder is accepted: docs/simulation.md says what that may cost. */
  private void reimage(Node node, long offMs) {
    boolean inTurn0 =
        world.api().all(WorkerId.class).stream()
            .map(WorkerId::getStatus)
            .filter(status -> status != null && status.window() != null)
            .anyMatch(status -> mayBeInTurn0(node, status.window()));
    // The ledger may have been erased, and knows of no turn.
    if (!inTurn0 && node.pods().stream().noneMatch(PodOnNode::inTurn0)) {
      node.reimage(offMs);
    }
  }

  /** A kubelet that does not hear of the next turn starts its pod in the one it knows. */
  private static boolean mayBeInTurn0(Node node, HeldWindow held) {
    PodOnNode pod = node.pod(held.podUid());
    return pod != null && (held.turn() == 0 || pod.leaseFile() == null || pod.inTurn0());
  }

  private void slow(PodOnNode pod, Dice dice, long lastsMs) {
    pod.slowDisk(dice.span(100, 20_000));
    world.agenda().after(lastsMs, () -> pod.slowDisk(0));
  }

  private Optional<PodOnNode> pod(Dice dice) {
    List<PodOnNode> all = world.running();
    return all.isEmpty() ? Optional.empty() : Optional.of(dice.pick(all));
  }
}
