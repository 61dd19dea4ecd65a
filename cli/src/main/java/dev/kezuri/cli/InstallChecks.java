// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whether who asks may install what is shipped. */
final class InstallChecks {
  private final ClusterProbe cluster;

  InstallChecks(ClusterProbe cluster) {
    this.cluster = cluster;
  }

  List<Finding> findings() {
    Set<Right> needed = new LinkedHashSet<>();
    for (JsonNode object : Shipped.all()) {
      // What kubectl apply does, the first time and later.
      for (String verb : List.of("get", "create", "patch")) {
        needed.add(
            new Right(
                verb,
                Shipped.group(object),
                Shipped.resource(object),
                "",
                object.at("/metadata/namespace").asText()));
      }
    }
    List<Finding> missing =
        needed.stream()
            .filter(right -> !cluster.mayI(right))
            .map(
                right ->
                    Finding.problem(
                        "rights",
                        "you may not " + right,
                        "have an administrator run kubectl apply -k deploy"))
            .toList();
    return missing.isEmpty()
        ? List.of(Finding.ok("rights", "you may install all that is shipped"))
        : missing;
  }
}
