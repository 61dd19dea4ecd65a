// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import dev.kezuri.e2e.story.Story;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The pods of a run of chaos: one Deployment, whose application draws IDs all the while. */
final class Crowd {
  private static final String NAME = "shop";
  private static final String DEPLOYMENT = "Deployment";

  /** Renewed after some seconds, so that a run of minutes sees many leases run out. */
  private static final String SPEC =
      "{lease: {duration: 20s}, workerIds: {first: 0, last: %d}, history: 100}";

  /** An application that draws has asked within so long, also where it is kept from running. */
  private static final long FRESH_MS = 3_000;

  private final Room room;
  private final int pods;
  private final DrawCount count;

  Crowd(Room room, int pods) {
    this.room = room;
    this.pods = pods;
    this.count = new DrawCount(room.ids());
  }

  /** Makes the generator and the Deployment. */
  void make() throws IOException {
    room.generator(SPEC.formatted(3 * pods));
    room.apply(room.workload(DEPLOYMENT, NAME, "replicas: " + pods));
  }

  /** Returns how many pods there are, when nothing is scaled. */
  int size() {
    return pods;
  }

  Place place() {
    return room.place();
  }

  Room room() {
    return room;
  }

  void scale(int replicas) {
    room.scale(NAME, replicas);
  }

  /** Waits until it has its size again: the API server may be away. */
  void scaleBack() {
    Story.await("the Deployment has its size again", () -> room.scale(NAME, pods) == pods);
  }

  /** Other pods, one after the other. */
  void rollOut(int version) {
    room.rollOut(DEPLOYMENT, NAME, Integer.toString(version));
  }

  /** Returns one of the pods that are not on their way out. */
  Optional<Pod> any(Random random) {
    List<Pod> all = room.pods(NAME);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
  }

  /** Returns what keeps the pods from drawing: a sentence for each that does not. */
  List<String> silent() {
    List<Pod> all = room.pods(NAME);
    List<String> found = new ArrayList<>();
    long since = room.place().nowMs() - FRESH_MS;
    all.stream()
        .filter(pod -> !room.drew(pod, since))
        .map(pod -> pod.getMetadata().getName() + " draws nothing")
        .forEach(found::add);
    if (all.size() != pods) {
      found.add(all.size() + " pods instead of " + pods);
    }
    return found;
  }

  /** Returns the worker IDs that are held. */
  List<String> held() {
    return room.ledger().held().stream()
        .map(one -> one.getMetadata().getName() + " by " + one.getStatus().window().pod())
        .toList();
  }

  /** Returns how many IDs were written down so far. */
  long drawn() {
    return count.now();
  }
}
