// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.LayoutSpec;
import dev.kezuri.cli.ClusterProbe.Answer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether the rules of the ledger are asked, and what people ask of their IdGenerators. */
final class LedgerChecks {
  private static final String WORKER_IDS = "/apis/kezuri.dev/v1alpha1/workerids";
  private static final String GENERATORS = "/apis/kezuri.dev/v1alpha1/idgenerators";

  /** A lease shorter than an outage of the operator stops the IDs of pods that run. */
  private static final long SHORT_LEASE_MS = 5 * 60 * 1000;

  private final ClusterProbe cluster;

  LedgerChecks(ClusterProbe cluster) {
    this.cluster = cluster;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(guard());
    findings.addAll(leases());
    return findings;
  }

  /** Tries, without writing, a WorkerId whose name is not that of its number. */
  private Finding guard() {
    JsonNode forbidden =
        new ObjectMapper()
            .valueToTree(
                Map.of(
                    "apiVersion",
                    "kezuri.dev/v1alpha1",
                    "kind",
                    "WorkerId",
                    "metadata",
                    Map.of("name", "kezuri-check.none.0"),
                    "spec",
                    Map.of(
                        "generator",
                        "kezuri-check/none",
                        "id",
                        1,
                        "layout",
                        LayoutSpec.defaults())));
    Answer answer = cluster.tryToCreate(WORKER_IDS, forbidden);
    if (answer.code() == 422) {
      return Finding.ok("ledger", "a write that its rules forbid is refused");
    }
    // The rules are asked before the policies: what a policy refuses has passed them.
    if (answer.found() || answer.message().contains("ValidatingAdmissionPolicy")) {
      return Finding.problem(
          "ledger",
          "a write that its rules forbid passes them: the CRD has lost its rules",
          "kubectl apply -k deploy, of this version, at once");
    }
    return answer.refused()
        ? Finding.skipped(
            "ledger",
            "no forbidden write was tried",
            "it can be with the verb create on workerids.kezuri.dev; it is a dry run")
        : Finding.skipped("ledger", "no WorkerIds are served", "see crd");
  }

  private List<Finding> leases() {
    Answer answer = cluster.get(GENERATORS);
    if (answer.refused()) {
      return List.of(Finding.noRight("generators", "list", "idgenerators.kezuri.dev"));
    }
    List<Finding> findings = new ArrayList<>();
    JsonNode items = answer.body().path("items");
    for (JsonNode item : items) {
      IdGenerator generator = Serialization.unmarshal(item.toString(), IdGenerator.class);
      String name = generator.getMetadata().getNamespace() + "/" + Shipped.name(item);
      if (generator.getSpec().lease().durationMs() < SHORT_LEASE_MS) {
        findings.add(
            Finding.warning(
                "generators",
                name + " has a lease of " + generator.getSpec().lease().duration(),
                "pods stop issuing when the operator is away for longer: 5m at least, 24h unless"
                    + " there is a reason"));
      }
    }
    if (findings.isEmpty() && answer.found()) {
      findings.add(Finding.ok("generators", items.size() + " IdGenerators, no lease below 5m"));
    }
    return findings;
  }
}
