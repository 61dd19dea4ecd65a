// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.why;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.audit.Holding;
import dev.kezuri.audit.SeenPod;
import dev.kezuri.audit.SeenWorkerId;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What was read around the pods that are asked about. */
public final class View {
  private final long nowMs;
  private final Optional<List<IdGenerator>> generators;
  private final String generatorsUnseen;
  private final Optional<List<SeenWorkerId>> workerIds;
  private final String workerIdsUnseen;
  private final Map<String, SeenWorkerId> byHolder = new HashMap<>();

  private View(
      long nowMs,
      Optional<List<IdGenerator>> generators,
      String generatorsUnseen,
      Optional<List<SeenWorkerId>> workerIds,
      String workerIdsUnseen) {
    this.nowMs = nowMs;
    this.generators = generators;
    this.generatorsUnseen = generatorsUnseen;
    this.workerIds = workerIds;
    this.workerIdsUnseen = workerIdsUnseen;
    // Of several windows of a pod the lowest counts, before it is told of one.
    for (SeenWorkerId one : workerIds.orElse(List.of())) {
      one.held()
          .ifPresent(
              held -> byHolder.merge(held.podUid(), one, (a, b) -> a.id() <= b.id() ? a : b));
    }
  }

  /**
   * Makes a view.
   *
   * @param generators those of the pods' namespaces; empty if they may not be looked at
   * @param generatorsUnseen the right that is missing then
   * @param workerIds empty if they may not be looked at
   * @param workerIdsUnseen the right that is missing then
   */
  public static View of(
      long nowMs,
      Optional<List<IdGenerator>> generators,
      String generatorsUnseen,
      Optional<List<WorkerId>> workerIds,
      String workerIdsUnseen) {
    return new View(
        nowMs,
        generators,
        generatorsUnseen,
        workerIds.map(all -> all.stream().flatMap(View::readable).toList()),
        workerIdsUnseen);
  }

  /** One that cannot be read is {@code audit}'s to tell of. */
  private static Stream<SeenWorkerId> readable(WorkerId object) {
    try {
      return Stream.of(SeenWorkerId.of(object));
    } catch (IllegalArgumentException | DateTimeException e) {
      return Stream.empty();
    }
  }

  /** Returns the time. */
  public long nowMs() {
    return nowMs;
  }

  long ageMs(SeenPod pod) {
    return nowMs - pod.createdMs();
  }

  /** Returns the generators, if they may be looked at. */
  public Optional<List<IdGenerator>> generators() {
    return generators;
  }

  String generatorsUnseen() {
    return generatorsUnseen;
  }

  /** Returns the WorkerIds, if they may be looked at. */
  public Optional<List<SeenWorkerId>> workerIds() {
    return workerIds;
  }

  String workerIdsUnseen() {
    return workerIdsUnseen;
  }

  /** Returns the generator of this ledger name. */
  public Optional<IdGenerator> generator(String ledgerName) {
    return generators.stream()
        .flatMap(List::stream)
        .filter(one -> one.ledgerName().equals(ledgerName))
        .findFirst();
  }

  List<String> namesIn(String namespace) {
    return generators.stream()
        .flatMap(List::stream)
        .filter(one -> one.getMetadata().getNamespace().equals(namespace))
        .map(one -> one.getMetadata().getName())
        .sorted()
        .toList();
  }

  Optional<SeenWorkerId> heldBy(SeenPod pod) {
    return Optional.ofNullable(byHolder.get(pod.uid()));
  }

  /** Returns the window of a pod that starts then, under this number. */
  Optional<Holding> window(String generator, int id, String uid, long notBeforeMs) {
    return workerIds.stream()
        .flatMap(List::stream)
        .filter(one -> one.generator().equals(generator) && one.id() == id)
        .flatMap(one -> one.held().stream())
        .filter(held -> held.podUid().equals(uid))
        .filter(held -> held.window().notBeforeMs() == notBeforeMs)
        .findFirst();
  }
}
