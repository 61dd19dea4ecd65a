// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.cluster;

import java.util.Optional;

/**
 * What came of a rule of the API server that was taken away.
 *
 * @param where the kind or policy, and the field
 * @param rule the rule's message, or the limit
 * @param noticed the write that shows it; empty if none does
 */
public record RuleVerdict(String where, String rule, Optional<String> noticed) {
  /** The head of the table. */
  public static final String HEAD = "| of | rule | without it |\n|---|---|---|";

  /** Its line of the table. */
  public String row() {
    return "| %s | %s | %s |".formatted(where, rule.replace("|", "\\|"), said());
  }

  /** Returns whether any write shows that it is gone. */
  public boolean caught() {
    return noticed.isPresent();
  }

  private String said() {
    return noticed.orElse("survives").replace("|", "\\|");
  }

  @Override
  public String toString() {
    return where + ": " + rule + ": " + said();
  }
}
