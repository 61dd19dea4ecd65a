// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.audit.SeenPod;
import dev.kezuri.audit.SeenWorkerId;
import dev.kezuri.cli.uninstall.Standing;
import dev.kezuri.cli.uninstall.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Looks for all that an installation brought. */
final class UninstallSight {
  private static final String CRDS = "customresourcedefinitions";
  private static final String RELEASE = "meta.helm.sh/release-name";

  private final Cluster cluster;
  private final ClusterProbe probe;
  private String release = "";

  UninstallSight(Cluster cluster, ClusterProbe probe) {
    this.cluster = cluster;
    this.probe = probe;
  }

  Standing look() {
    List<Thing> there = new ArrayList<>();
    for (Thing thing : Shipped.things()) {
      ClusterProbe.Answer answer = probe.get(thing.path());
      if (answer.refused()) {
        throw new ClusterException(right("get", thing).missing() + ": ask an administrator for it");
      }
      if (answer.found()) {
        there.add(thing);
        release(answer.body());
      }
    }
    List<String> generators =
        served(there, "idgenerators")
            ? cluster.generators(null).stream().map(IdGenerator::ledgerName).sorted().toList()
            : List.of();
    return new Standing(there, generators, ledger(there), pods());
  }

  private void release(JsonNode object) {
    String name = object.path("metadata").path("annotations").path(RELEASE).asText();
    release = name.isEmpty() ? release : name;
  }

  /** Returns the Helm release that the last look found; empty text if none. */
  String release() {
    return release;
  }

  private List<SeenWorkerId> ledger(List<Thing> there) {
    return served(there, "workerids") ? workerIds() : List.of();
  }

  /** Returns the WorkerIds that are there; the kind must be. */
  List<SeenWorkerId> workerIds() {
    return cluster.workerIds(null).stream().map(SeenWorkerId::of).toList();
  }

  private List<SeenPod> pods() {
    return cluster.pods(null).stream().map(SeenPod::of).toList();
  }

  private static boolean served(List<Thing> there, String plural) {
    return there.stream()
        .anyMatch(thing -> thing.resource().equals(CRDS) && thing.name().startsWith(plural + "."));
  }

  /** Returns whether a thing is there, or is there still. */
  boolean isThere(Thing thing) {
    return probe.get(thing.path()).found();
  }

  /** Returns whether a pod of the operator is there. */
  boolean operatorRuns() {
    return probe
            .get(
                "/api/v1/namespaces/"
                    + OperatorLife.NAMESPACE
                    + "/pods?labelSelector=app.kubernetes.io/name%3D"
                    + OperatorLife.NAME)
            .body()
            .path("items")
            .size()
        > 0;
  }

  /** Returns the rights that are missing to take these away. */
  List<Right> missing(List<Thing> things) {
    return things.stream()
        .flatMap(
            thing ->
                thing.resource().equals(CRDS)
                    ? Stream.of(right("patch", thing), right("delete", thing))
                    : Stream.of(right("delete", thing)))
        .distinct()
        .filter(right -> !probe.mayI(right))
        .toList();
  }

  private static Right right(String verb, Thing thing) {
    return new Right(verb, thing.group(), thing.resource(), "", thing.namespace());
  }
}
