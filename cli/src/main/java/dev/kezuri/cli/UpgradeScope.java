// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.cli.upgrade.Candidate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whose pods an upgrade is about.
 *
 * @param only these IdGenerators; empty for all of the namespace
 * @param namespace null for the whole cluster
 */
record UpgradeScope(Set<String> only, String namespace) {
  /** Reads what the command line says. */
  static UpgradeScope of(List<String> names, boolean all, String namespace) {
    Set<String> only =
        names.stream()
            .map(name -> GeneratorName.parse(name, namespace).toString())
            .collect(Collectors.toCollection(TreeSet::new));
    return new UpgradeScope(only, all ? null : namespace);
  }

  /**
   * Reads their labelled pods.
   *
   * @throws ClusterException if an IdGenerator that was named has none, and is not there
   */
  List<Candidate> look(Cluster cluster) {
    List<Candidate> found = new ArrayList<>();
    for (String place : namespaces()) {
      cluster.pods(place).stream()
          .map(Candidate::of)
          .filter(one -> only.isEmpty() || only.contains(one.generator()))
          .forEach(found::add);
    }
    Set<String> without = new TreeSet<>(only);
    found.forEach(one -> without.remove(one.generator()));
    for (String name : without) {
      if (cluster.generator(GeneratorName.parse(name, null)).isEmpty()) {
        throw new ClusterException("no IdGenerator " + name + ", and no pod that names it");
      }
    }
    return found;
  }

  /** Reads the IdGenerators of the same namespaces. */
  List<IdGenerator> generators(Cluster cluster) {
    List<IdGenerator> found = new ArrayList<>();
    namespaces().forEach(place -> found.addAll(cluster.generators(place)));
    return found;
  }

  private Set<String> namespaces() {
    if (only.isEmpty()) {
      return Collections.singleton(namespace);
    }
    return only.stream()
        .map(name -> GeneratorName.parse(name, null).namespace())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns where it looked. */
  String words() {
    if (!only.isEmpty()) {
      return " of " + String.join(", ", only);
    }
    return namespace == null
        ? " in this cluster"
        : " in namespace " + namespace + " (-A looks at all)";
  }
}
