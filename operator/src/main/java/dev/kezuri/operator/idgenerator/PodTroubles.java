// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.lease.Lease;
import dev.kezuri.operator.plan.Held;
import dev.kezuri.operator.plan.Observation;
import dev.kezuri.operator.plan.ObservedPod;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Why the pods of one generator have no worker ID, or no IDs. */
final class PodTroubles {
  /** The sidecar's exit code for a state folder that is not what it left behind. */
  private static final int STATE_LOST = 13;

  /** Most pods wait for no longer than this, and nobody has to act. */
  private static final long GRACE_MS = 5_000;

  /** Other gates are lifted by others, in a time of their own. */
  private static final long GATES_GRACE_MS = 30_000;

  /**
   * What troubles a pod.
   *
   * @param reason the event's reason
   * @param warning whether something is wrong, rather than just so
   */
  record Trouble(String reason, boolean warning, String note) {}

  private final String generator;
  private final Optional<Trouble> wait;
  private final Observation seen;
  private final Set<String> holders;
  private final Map<String, ObservedPod> facts = new HashMap<>();
  private long againMs = Notices.NOTHING_LEFT_MS;

  PodTroubles(IdGenerator generator, IdGeneratorStatus stored, Observation seen) {
    this.generator = generator.getMetadata().getName();
    this.seen = seen;
    seen.pods().forEach(pod -> facts.put(pod.uid(), pod));
    this.holders =
        seen.slots().stream()
            .flatMap(slot -> slot.held().stream())
            .map(Held::podUid)
            .collect(Collectors.toSet());
    this.wait =
        stored.conditions().stream()
            .filter(c -> c.getType().equals(ConditionType.READY.text()))
            .filter(c -> c.getStatus().equals("False"))
            .map(c -> new Trouble(c.getReason(), true, waits() + c.getMessage()))
            .findFirst();
  }

  /** Returns in how many ms a pod's grace is over. */
  long againMs() {
    return againMs;
  }

  /** Returns what the observation has of it already: reading a pod anew takes its time. */
  private ObservedPod facts(Pod pod) {
    ObservedPod known = facts.get(pod.getMetadata().getUid());
    return known == null ? PodFacts.of(pod) : known;
  }

  Optional<Trouble> of(Pod pod) {
    if (stateLost(pod)) {
      return Optional.of(
          new Trouble(
              "StateLost",
              true,
              "The sidecar's state folder is empty, damaged or another pod's: it issues no IDs any"
                  + " more. Delete the pod; its successor gets a worker ID of its own."));
    }
    ObservedPod facts = facts(pod);
    if (!facts.lives()) {
      return Optional.empty();
    }
    Optional<Lease> own = facts.lease().filter(lease -> lease.podUid().equals(facts.uid()));
    if (own.isPresent()) {
      return holders.contains(facts.uid()) ? Optional.empty() : erased(facts, own.get());
    }
    if (!waits(facts) || holders.contains(facts.uid())) {
      return Optional.empty();
    }
    Optional<Trouble> gates = gates(facts);
    if (gates.isPresent()) {
      return after(facts, GATES_GRACE_MS) ? gates : Optional.empty();
    }
    return wait.isPresent() && after(facts, GRACE_MS) ? wait : Optional.empty();
  }

  private static boolean waits(ObservedPod pod) {
    return pod.gated() || !pod.node().isEmpty();
  }

  private String waits() {
    return "Waits for a worker ID of IdGenerator " + generator + ". ";
  }

  private boolean after(ObservedPod pod, long graceMs) {
    long leftMs = pod.createdMs() + graceMs - seen.nowMs();
    if (leftMs > 0) {
      againMs = Math.min(againMs, leftMs);
    }
    return leftMs <= 0;
  }

  private Optional<Trouble> gates(ObservedPod pod) {
    Set<String> others = new TreeSet<>(pod.otherGates());
    others.retainAll(seen.terms().waitForGates());
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Trouble(
                "WaitsForGates",
                false,
                "Takes no worker ID while it has the scheduling gates of others that IdGenerator "
                    + generator
                    + " names in spec.waitForGates: "
                    + String.join(", ", others)));
  }

  private Optional<Trouble> erased(ObservedPod pod, Lease lease) {
    if (seen.nowMs() < lease.window().notBeforeMs() + 2 * GATES_GRACE_MS) {
      return Optional.empty();
    }
    return Optional.of(
        new Trouble(
            "WorkerIdErased",
            true,
            "The ledger does not know worker ID %d of this pod any more: its IDs stop when its lease is over. Delete the pod %s; its successor gets a worker ID of its own."
                .formatted(lease.workerId(), pod.name())));
  }

  /** Returns whether the sidecar found a state folder that is not what it left behind. */
  static boolean stateLost(Pod pod) {
    return PodFacts.sidecarEnds(pod).stream()
        .anyMatch(end -> Integer.valueOf(STATE_LOST).equals(end.getExitCode()));
  }

  /** Returns whether the pod is meant to go on, and its sidecar lost its state. */
  static boolean refusesForGood(Pod pod) {
    return stateLost(pod) && PodFacts.lives(pod);
  }

  /** Returns whether the sidecar has started, and now says that it issues no IDs. */
  static boolean startedAndNotReady(Pod pod) {
    return !stateLost(pod)
        && PodFacts.lives(pod)
        && PodFacts.sidecarStatus(pod)
            .filter(status -> Boolean.TRUE.equals(status.getStarted()))
            .filter(status -> !Boolean.TRUE.equals(status.getReady()))
            .isPresent();
  }

  static Optional<Trouble> withoutGenerator(String generator, Pod pod, long nowMs) {
    ObservedPod facts = PodFacts.of(pod);
    boolean waits = facts.lives() && waits(facts) && facts.lease().isEmpty();
    if (!waits || nowMs < facts.createdMs() + GRACE_MS) {
      return Optional.empty();
    }
    int slash = generator.indexOf('/');
    return Optional.of(
        new Trouble(
            "NoIdGenerator",
            true,
            "Waits for a worker ID, and there is no IdGenerator %s in namespace %s. Apply one, or correct the pod's label %s."
                .formatted(
                    generator.substring(slash + 1),
                    generator.substring(0, slash),
                    MetadataKeys.LABEL_GENERATOR)));
  }
}
