// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.mutants;

import java.util.Optional;

/**
 * What the checks made of a mutant.
 *
 * @param unit the unit test that fails and why, or {@code survives}; empty if none was run
 * @param simulation the seed that is broken, or that none is; empty if it was not run
 * @param caught whether any check noticed
 */
record Findings(Mutant mutant, Optional<String> unit, Optional<String> simulation, boolean caught) {
  private static final String HEAD =
      "| mutant | rule it breaks | unit test that fails | simulation |\n|---|---|---|---|";

  /** The head of the table. */
  static String head() {
    return HEAD;
  }

  /** Its line of the table. */
  String row() {
    // Without why: that is for who runs it.
    Optional<String> test =
        unit.map(said -> said.replaceFirst("^(\\w+\\.\\w+)(.*?): .*", "`$1`$2"));
    return "| %s | %s | %s | %s |"
        .formatted(mutant.name(), mutant.rule(), cell(test), cell(simulation));
  }

  private static String cell(Optional<String> text) {
    return text.orElse("not run").replace("|", "\\|");
  }

  @Override
  public String toString() {
    return mutant.name()
        + unit.map(said -> "; unit tests: " + said).orElse("")
        + simulation.map(said -> "; simulation: " + said).orElse("");
  }
}
