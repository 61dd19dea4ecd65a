// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kezuri.api.MetadataKeys;
import dev.kezuri.cli.ClusterProbe.Answer;
import java.util.ArrayList;
import java.util.List;

/** The operator: whether it runs, and whether it has its rights. */
final class OperatorChecks {
  private static final String OPERATOR = MetadataKeys.OPERATOR_USER;
  private static final String APPLY = "kubectl apply -k deploy";

  private final ClusterProbe cluster;

  OperatorChecks(ClusterProbe cluster) {
    this.cluster = cluster;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(runs());
    findings.addAll(rights());
    return findings;
  }

  private Finding runs() {
    JsonNode shipped = Shipped.ofKind("Deployment").getFirst();
    Answer answer = cluster.get(Shipped.path(shipped));
    if (answer.refused()) {
      return Finding.noRight("operator", "get", "deployments.apps in kezuri-system");
    }
    if (!answer.found()) {
      return Finding.problem("operator", "no Deployment kezuri-system/kezuri-operator", APPLY);
    }
    int wanted = answer.body().at("/spec/replicas").asInt();
    int ready = answer.body().at("/status/readyReplicas").asInt();
    String text = ready + " of " + wanted + " replicas are ready";
    String remedy = "kubectl describe pods -n kezuri-system, and their logs";
    if (ready == 0) {
      return Finding.problem("operator", text, remedy);
    }
    return ready < wanted
        ? Finding.warning("operator", text, remedy)
        : Finding.ok("operator", text);
  }

  private List<Finding> rights() {
    List<Finding> findings = new ArrayList<>();
    List<Right> rights =
        Shipped.ofKind("Role").stream().flatMap(role -> Right.of(role).stream()).toList();
    for (Right right : rights) {
      Answer answer = cluster.review(right, OPERATOR);
      if (answer.refused()) {
        return List.of(
            Finding.skipped(
                "rights",
                "the operator's rights were not looked at",
                "they can be with the verb create on subjectaccessreviews.authorization.k8s.io"));
      }
      if (!answer.body().at("/status/allowed").asBoolean()) {
        findings.add(Finding.problem("rights", "the operator may not " + right, APPLY));
      }
    }
    if (findings.isEmpty()) {
      findings.add(Finding.ok("rights", "the operator has all of its " + rights.size()));
    }
    return findings;
  }
}
