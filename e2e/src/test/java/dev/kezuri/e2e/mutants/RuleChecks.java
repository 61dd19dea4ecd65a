// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.mutants;

import dev.kezuri.e2e.admission.PolicyRules;
import dev.kezuri.e2e.cluster.RuleVerdict;
import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.e2e.validation.CrdRules;
import dev.kezuri.local.controlplane.RealControlPlane;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What the API server refuses, taken away one by one. */
final class RuleChecks {
  private RuleChecks() {}

  /** Tries all rules on one API server; {@code progress} gets a line each. */
  static List<RuleVerdict> run(Consumer<String> progress) throws IOException {
    List<RuleVerdict> all = new ArrayList<>();
    Consumer<RuleVerdict> tell =
        verdict -> {
          progress.accept(verdict.toString());
          all.add(verdict);
        };
    try (RealControlPlane plane = SharedControlPlane.startPlane()) {
      CrdRules.run(plane, tell);
      PolicyRules.run(plane, tell);
    }
    return all;
  }
}
