// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.cli.fence.Sight;
import dev.kezuri.cli.fence.Told;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which generators a fence is about: those that are there, and those that only WorkerIds name.
 *
 * @param only the one, or null
 * @param namespace of all of them, or null for the whole cluster
 */
record FenceScope(GeneratorName only, String namespace) {
  /** Reads all that a fence of these generators is made from, by name. */
  List<Sight> look(Cluster cluster) {
    String uid = cluster.uid();
    List<IdGenerator> objects =
        only == null ? cluster.generators(namespace) : cluster.generator(only).stream().toList();
    Map<String, IdGenerator> byName =
        objects.stream().collect(Collectors.toMap(IdGenerator::ledgerName, Function.identity()));
    List<Told> pods = cluster.pods(namespace).stream().map(Told::of).toList();
    Map<String, List<WorkerId>> ledgers =
        cluster.workerIds(only).stream()
            .collect(Collectors.groupingBy(workerId -> workerId.getSpec().generator()));
    Set<String> names = new TreeSet<>(byName.keySet());
    ledgers.keySet().stream().filter(this::covers).forEach(names::add);
    return names.stream()
        .map(
            name ->
                new Sight(
                    name,
                    Optional.ofNullable(byName.get(name)),
                    ledgers.getOrDefault(name, List.of()),
                    pods.stream().filter(pod -> concerns(pod, name)).toList(),
                    uid))
        .toList();
  }

  private boolean covers(String generator) {
    return namespace == null || generator.startsWith(namespace + "/");
  }

  private static boolean concerns(Told pod, String generator) {
    return pod.generator().equals(generator)
        || pod.lease().filter(lease -> lease.generator().equals(generator)).isPresent();
  }

  /** Returns what to say when nothing of it is there. */
  String nothing() {
    return only != null
        ? "no IdGenerator " + only + ", and no WorkerId names it"
        : namespace == null
            ? "no IdGenerators or WorkerIds in this cluster"
            : "no IdGenerators or WorkerIds of the namespace " + namespace + " (-A fences all)";
  }
}
