// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kezuri.cli.ClusterProbe.Answer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The CRDs and the policies: there, and as this version has them. */
final class ObjectChecks {
  private static final String APPLY = "kubectl apply -k deploy, of this version";

  private final ClusterProbe cluster;

  ObjectChecks(ClusterProbe cluster) {
    this.cluster = cluster;
  }

  List<Finding> crds() {
    return Shipped.ofKind("CustomResourceDefinition").stream()
        .map(crd -> compared("crd", crd))
        .toList();
  }

  /**
   * Returns a finding for each policy with its binding.
   *
   * @param injects whether the API server knows policies that inject
   */
  List<Finding> policies(boolean injects) {
    return Stream.of("Policy", "PolicyBinding")
        .flatMap(ending -> Shipped.ofKind("Admission" + ending).stream())
        .filter(object -> injects || !Shipped.kind(object).startsWith("Mutating"))
        .map(
            object ->
                compared(Shipped.kind(object).endsWith("Binding") ? "binding" : "policy", object))
        .toList();
  }

  private Finding compared(String topic, JsonNode shipped) {
    String name = Shipped.name(shipped);
    Answer answer = cluster.get(Shipped.path(shipped));
    if (answer.refused()) {
      return Finding.noRight(
          topic, "get", Shipped.resource(shipped) + "." + Shipped.group(shipped));
    }
    if (!answer.found()) {
      return Finding.problem(topic, name + " is missing", APPLY);
    }
    JsonNode found = answer.body().path("spec");
    return Difference.first(shipped.path("spec"), found)
        .map(
            path ->
                Finding.problem(
                    topic, name + " is not as in this version: spec." + shortened(path), APPLY))
        .or(() -> topic.equals("crd") ? Optional.empty() : added(topic, shipped, found))
        .orElseGet(() -> Finding.ok(topic, name + " is as in this version"));
  }

  /** Not asked of CRDs, which the API server itself adds much to. */
  private static Optional<Finding> added(String topic, JsonNode shipped, JsonNode found) {
    String name = Shipped.name(shipped);
    return Difference.added(shipped.path("spec"), found)
        .map(
            path ->
                Finding.problem(
                    topic,
                    name + " has what this version has not: spec." + path,
                    // What was never applied, apply does not take out.
                    "take it out by kubectl edit "
                        + Shipped.kind(shipped).toLowerCase(Locale.ROOT)
                        + " "
                        + name));
  }

  /** The way into a schema is long, and its end tells more than its start. */
  private static String shortened(String path) {
    return path.replace("versions[0].schema.openAPIV3Schema", "…");
  }
}
