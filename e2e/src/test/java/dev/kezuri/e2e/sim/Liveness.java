// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.issue.Refusal;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What must come true once no more faults come: nobody waits or rests for longer than needed. */
final class Liveness {
  /** Timers, and failures that the framework waits after. */
  private static final long BOUND_MS = 5 * 60_000;

  /** A look that is made just in case. */
  private static final long LOOK_MS = 10 * 60_000;

  private final World world;

  Liveness(World world) {
    this.world = world;
  }

  private long boundMs() {
    return BOUND_MS + Math.max(LOOK_MS, world.lateLookMs());
  }

  /** Lets the calm time pass, and holds the promises against it. */
  void judge() {
    long healedMs = world.nowMs();
    pass(healedMs + boundMs());
    if (isBroken()) {
      return;
    }
    waiting();
    refusing();
    Map<String, Long> leftovers = leftovers();
    long endMs = leftovers.values().stream().mapToLong(ms -> ms).max().orElse(0);
    pass(Math.max(world.nowMs(), endMs) + boundMs());
    if (isBroken()) {
      return;
    }
    Map<String, Long> after = leftovers();
    leftovers.forEach(
        (window, untilMs) -> {
          if (after.containsKey(window)) {
            world.oracle().broken("is still held though it has run out: " + window);
          }
        });
    waiting();
  }

  private boolean isBroken() {
    return !world.oracle().broken().isEmpty();
  }

  private void pass(long untilMs) {
    world.agenda().runUntil(untilMs, this::isBroken);
  }

  /** Pods that are gated though a worker ID has been free for long enough. */
  private void waiting() {
    Optional<IdGenerator> generator = world.api().get(IdGenerator.class, World.GENERATOR_NAME);
    List<Pod> gated =
        world.pods().all().stream()
            .filter(Pods::lives)
            .filter(pod -> !pod.getSpec().getSchedulingGates().isEmpty())
            .filter(pod -> created(pod) < world.nowMs() - boundMs() / 2)
            .toList();
    if (generator.isEmpty()
        || gated.isEmpty()
        || isFenced(generator.get())
        || isInConflict(generator.get())) {
      return;
    }
    int last = generator.get().getSpec().workerIds().last();
    for (int id = 0; id <= last; id++) {
      if (isFree(id)) {
        world
            .oracle()
            .broken(
                "pod " + Pods.uid(gated.getFirst()) + " waits, and worker ID " + id + " is free");
        return;
      }
    }
  }

  private static long created(Pod pod) {
    return Instant.parse(pod.getMetadata().getCreationTimestamp()).toEpochMilli();
  }

  private boolean isFenced(IdGenerator generator) {
    IdGeneratorStatus status = generator.getStatus();
    return status != null
        && status.fencedUntilMs().isPresent()
        && status.fencedUntilMs().getAsLong() > world.nowMs() - boundMs() / 2;
  }

  /** A ledger of another layout is there, until the last of its pods has gone. */
  private boolean isInConflict(IdGenerator generator) {
    return world.api().all(WorkerId.class).stream()
        .anyMatch(object -> !object.getSpec().layout().equals(generator.getSpec().layout()));
  }

  private boolean isFree(int id) {
    Optional<WorkerId> object =
        world.api().get(WorkerId.class, WorkerId.nameOf(World.GENERATOR, id));
    return object.isEmpty()
        || object.get().getStatus() == null
        || (object.get().getStatus().window() == null
            && object.get().getStatus().floorMs() < world.nowMs() - boundMs() / 2);
  }

  /** Pods that the ledger and the right time would let issue, and that do not. */
  private void refusing() {
    for (WorkerId object : world.api().all(WorkerId.class)) {
      HeldWindow held = object.getStatus() == null ? null : object.getStatus().window();
      if (held != null && held.window().contains(world.nowMs()) && held.turn() > 0) {
        runs(held).flatMap(PodOnNode::process).ifPresent(this::refuses);
      }
    }
  }

  private Optional<PodOnNode> runs(HeldWindow held) {
    boolean lives = world.pods().named(held.pod(), held.podUid()).filter(Pods::lives).isPresent();
    return world.running().stream()
        .filter(pod -> lives && pod.uid().equals(held.podUid()))
        .findFirst();
  }

  private void refuses(Sidecar sidecar) {
    // The remedy for a lost state is to delete the pod.
    sidecar
        .refusal()
        .filter(why -> why != Refusal.STATE_LOST)
        // The clock was ahead in its window: until it has caught up, the window's end comes early.
        .filter(why -> why != Refusal.WINDOW_OVER || !sidecar.isAhead())
        .ifPresent(why -> world.oracle().broken(sidecar.name() + " refuses for ever: " + why));
  }

  /** Returns the windows of pods that are gone, and their ends. */
  private Map<String, Long> leftovers() {
    Map<String, Long> all = new HashMap<>();
    for (WorkerId object : world.api().all(WorkerId.class)) {
      HeldWindow held = object.getStatus() == null ? null : object.getStatus().window();
      if (held != null && world.pods().named(held.pod(), held.podUid()).isEmpty()) {
        all.put(
            object.getSpec().id() + " of " + held.podUid() + " from " + held.notBefore(),
            held.window().notAfterMs());
      }
    }
    return all;
  }
}
