// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What the API server is, and which of the APIs that Kezuri uses it serves. */
final class ServerChecks {
  /** Native sidecars are stable, and still fit beside what else a pod needs. */
  private static final int OLDEST_MINOR = 33;

  private static final int INJECTING_MINOR = 36;

  private final ClusterProbe cluster;

  ServerChecks(ClusterProbe cluster) {
    this.cluster = cluster;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(version());
    findings.add(
        served(
            "validatingadmissionpolicies",
            "ValidatingAdmissionPolicy",
            30,
            "no server so old is supported: upgrade the cluster"));
    findings.add(
        served(
            "mutatingadmissionpolicies",
            "MutatingAdmissionPolicy",
            INJECTING_MINOR,
            "use `kubectl kezuri inject -f` in your manifests"));
    return findings;
  }

  /** Returns whether the API server injects pods, which is what older ones lack. */
  boolean servesInjection() {
    return serves("mutatingadmissionpolicies");
  }

  private Finding version() {
    JsonNode version = cluster.get("/version").body();
    String said = version.path("gitVersion").asText();
    // A server may serve the APIs of an older version than its own, while it is upgraded.
    String emulated = version.path("emulationMinor").asText();
    String minor = emulated.isEmpty() ? version.path("minor").asText() : emulated;
    String text =
        emulated.isEmpty() || emulated.equals(version.path("minor").asText())
            ? said
            : said + ", serving 1." + emulated;
    int number = Integer.parseInt("0" + minor.replaceAll("[^0-9].*", ""));
    return number >= OLDEST_MINOR
        ? Finding.ok("kubernetes", text)
        : Finding.problem(
            "kubernetes",
            text + " is too old",
            "Kezuri needs 1." + OLDEST_MINOR + "; 1." + INJECTING_MINOR + " to inject pods itself");
  }

  private Finding served(String resource, String kind, int minor, String otherwise) {
    return serves(resource)
        ? Finding.ok("api", kind + " v1 is served")
        : Finding.problem(
            "api", kind + " v1 is not served; needs Kubernetes 1." + minor, otherwise);
  }

  private boolean serves(String resource) {
    for (JsonNode one :
        cluster.get("/apis/admissionregistration.k8s.io/v1").body().path("resources")) {
      if (one.path("name").asText().equals(resource)) {
        return true;
      }
    }
    return false;
  }
}
