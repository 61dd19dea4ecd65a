// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * People who read the operator's warnings about pods, and some time later delete the pod if it has
 * a node and issues no IDs: one that lost its state or its number, or that is started again and
 * again without one. The next one waits at its gate. Twice a day they look at all pods, and delete
 * what has had a node since they looked last and has not run.
 */
final class People {
  private static final long SOONEST_MS = Duration.ofMinutes(10).toMillis();
  private static final long LATEST_MS = Duration.ofDays(1).toMillis();
  private static final long ROUND_MS = LATEST_MS / 2;
  private static final long GRACE_SECONDS = 30;

  private final World world;
  private final Dice dice;
  private final Set<String> known = new HashSet<>();
  private Set<String> idle = Set.of();

  People(World world) {
    this.world = world;
    this.dice = world.dice().of("people");
    world.agenda().after(ROUND_MS, this::lookAround);
  }

  private void lookAround() {
    Set<String> now = new HashSet<>();
    for (Pod pod : world.pods().all()) {
      boolean pending = "Pending".equals(pod.getStatus().getPhase());
      if (pending && pod.getSpec().getNodeName() != null && Pods.lives(pod)) {
        now.add(Pods.uid(pod));
        if (idle.contains(Pods.uid(pod))) {
          delete(pod);
        }
      }
    }
    idle = now;
    world.agenda().after(ROUND_MS, this::lookAround);
  }

  private void delete(Pod pod) {
    world.trace(() -> "people delete " + Pods.uid(pod));
    world.pods().delete(pod, GRACE_SECONDS);
  }

  /** An event has been written. */
  void read(Event event) {
    ObjectReference about = event.getRegarding();
    boolean asksForAct = event.getType().equals("Warning") && about.getKind().equals("Pod");
    if (asksForAct && known.add(about.getUid())) {
      comeLater(about);
    }
  }

  private void comeLater(ObjectReference pod) {
    world.agenda().after(dice.span(SOONEST_MS, LATEST_MS), () -> look(pod));
  }

  private void look(ObjectReference of) {
    Optional<Pod> pod = world.pods().named(of.getName(), of.getUid());
    if (pod.isPresent() && issues(of.getUid())) {
      // Nobody misses anything yet.
      comeLater(of);
      return;
    }
    known.remove(of.getUid());
    pod.filter(there -> there.getSpec().getNodeName() != null).ifPresent(this::delete);
  }

  private boolean issues(String uid) {
    return world.running().stream()
        .filter(pod -> pod.uid().equals(uid))
        .flatMap(pod -> pod.process().stream())
        .anyMatch(process -> process.refusal().isEmpty());
  }
}
