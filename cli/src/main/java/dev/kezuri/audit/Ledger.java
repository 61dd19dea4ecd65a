// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.audit;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.lease.UtcMillis;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was seen, to be looked up: generators, numbers, holders, pods. */
final class Ledger {
  private final Sight sight;
  private final List<SeenWorkerId> workerIds;
  private final Map<String, IdGenerator> generators = new LinkedHashMap<>();
  private final Map<String, List<SeenWorkerId>> byGenerator = new LinkedHashMap<>();
  private final Map<String, List<SeenWorkerId>> byHolder = new LinkedHashMap<>();
  private final Map<String, SeenPod> pods = new LinkedHashMap<>();

  Ledger(Sight sight, List<SeenWorkerId> workerIds) {
    this.sight = sight;
    this.workerIds = workerIds;
    sight.generators().forEach(one -> generators.put(one.ledgerName(), one));
    for (SeenWorkerId one : workerIds) {
      byGenerator.computeIfAbsent(one.generator(), name -> new ArrayList<>()).add(one);
      one.held()
          .ifPresent(
              held -> byHolder.computeIfAbsent(held.podUid(), u -> new ArrayList<>()).add(one));
    }
    sight.pods().orElse(List.of()).forEach(pod -> pods.put(pod.uid(), pod));
  }

  long nowMs() {
    return sight.nowMs();
  }

  /** Returns whether pods were looked at, so that one that is not there is gone. */
  boolean seesPods() {
    return sight.pods().isPresent();
  }

  List<SeenWorkerId> workerIds() {
    return workerIds;
  }

  Iterable<SeenPod> pods() {
    return pods.values();
  }

  Map<String, List<SeenWorkerId>> byGenerator() {
    return byGenerator;
  }

  /** Returns the WorkerIds whose windows name a pod, by its UID. */
  Map<String, List<SeenWorkerId>> byHolder() {
    return byHolder;
  }

  List<SeenWorkerId> heldBy(SeenPod pod) {
    return byHolder.getOrDefault(pod.uid(), List.of());
  }

  Optional<SeenPod> pod(String uid) {
    return Optional.ofNullable(pods.get(uid));
  }

  Iterable<IdGenerator> generators() {
    return generators.values();
  }

  Optional<IdGenerator> generator(String name) {
    return Optional.ofNullable(generators.get(name));
  }

  List<SeenWorkerId> workerIds(String generator) {
    return byGenerator.getOrDefault(generator, List.of());
  }

  Optional<SeenWorkerId> workerId(String generator, int id) {
    return workerIds(generator).stream().filter(one -> one.id() == id).findFirst();
  }

  static String where(SeenWorkerId workerId) {
    return "workerid/" + workerId.name();
  }

  static String where(SeenPod pod) {
    return "pod/" + pod.name() + " -n " + pod.namespace();
  }

  static String where(IdGenerator generator) {
    return "idgenerator/"
        + generator.getMetadata().getName()
        + " -n "
        + generator.getMetadata().getNamespace();
  }

  static String time(long ms) {
    return UtcMillis.format(ms);
  }
}
