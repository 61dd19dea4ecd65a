// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A Deployment or a StatefulSet, and the scheduler: pods are made, and made again. */
final class Workload {
  private final World world;
  private final Dice dice;
  private final boolean sameNames;
  private final Set<String> collected = new HashSet<>();
  private int replicas;
  private int made;
  private boolean looking;
  private boolean stopped;

  Workload(World world, int replicas, boolean sameNames) {
    this.world = world;
    this.dice = world.dice().of("workload");
    this.replicas = replicas;
    this.sameNames = sameNames;
  }

  void scale(int to) {
    replicas = to;
    lookSoon();
  }

  int replicas() {
    return replicas;
  }

  /** Controllers and scheduler are stopped, as for a restore. */
  void stop(boolean stand) {
    stopped = stand;
    lookSoon();
  }

  /** Something about pods has changed. */
  void lookSoon() {
    if (!looking) {
      looking = true;
      world.agenda().after(dice.span(5, 400), this::look);
    }
  }

  private void look() {
    looking = false;
    if (stopped) {
      return;
    }
    int living = 0;
    TreeSet<String> names = new TreeSet<>();
    Pod youngest = null;
    for (Pod pod : world.pods().all()) {
      names.add(pod.getMetadata().getName());
      if (Pods.unbound(pod)) {
        String node = dice.pick(world.nodes()).name();
        world
            .agenda()
            .after(
                dice.span(5, 100),
                () -> world.pods().bind(pod.getMetadata().getName(), Pods.uid(pod), node));
      }
      if (Pods.terminal(pod) && collected.add(Pods.uid(pod))) {
        world.agenda().after(dice.span(1_000, 3_600_000), () -> world.pods().delete(pod, 0));
      }
      if (Pods.lives(pod)) {
        living++;
        youngest = pod;
      }
    }
    if (living > replicas) {
      world.pods().delete(youngest, graceSeconds());
    } else if (living < replicas) {
      make(names);
    }
  }

  private void make(TreeSet<String> names) {
    String name = null;
    for (int i = 0; sameNames && i < replicas && name == null; i++) {
      name = names.contains("orders-" + i) ? null : "orders-" + i;
    }
    if (name != null || !sameNames) {
      String node = dice.onceIn(20) ? dice.pick(world.nodes()).name() : null;
      String uid = "u" + made;
      world
          .pods()
          .create(name == null ? "orders-x" + made : name, uid, node, graceSeconds(), Map.of());
      made++;
    }
  }

  private long graceSeconds() {
    return dice.pick(List.of(1L, 5L, 30L));
  }
}
