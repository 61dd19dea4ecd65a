// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.cluster;

/**
 * What came of a rule of the API server that was taken away.
 *
 * @param where the field, or the policy
 * @param rule its message, or the limit
 * @param limit whether it is a limit of one field rather than a rule in CEL
 * @param without how it was noticed
 * @param write the write that shows it, if one does
 */
public record RuleVerdict(String where, String rule, boolean limit, Without without, String write) {
  /** The head of the table. */
  public static final String HEAD = "| of | rule | without it |\n|---|---|---|";

  private static final int LONGEST = 120;

  /** What happens when a rule is gone. */
  public enum Without {
    /** A write that is to be refused is taken. */
    TAKEN("taken"),
    /** All are refused, but one with another message. */
    OTHERWISE("refused for another reason"),
    /** Other rules cannot be read, or cost too much. */
    NO_CRD("the API server refuses such a CRD"),
    /** All is as before. */
    SURVIVES("survives");

    private final String text;

    Without(String text) {
      this.text = text;
    }

    /** Says so. */
    public String words() {
      return text;
    }
  }

  /** Returns whether anything shows that it is gone. */
  public boolean caught() {
    return without != Without.SURVIVES;
  }

  /** Its line of the table. */
  public String row() {
    String cut = rule.length() > LONGEST ? rule.substring(0, LONGEST) + "…" : rule;
    String text = limit ? "`" + cut + "`" : cut.replace("<", "\\<");
    return "| %s | %s | %s |".formatted(where, text.replace("|", "\\|"), said());
  }

  private String said() {
    return without.text + (write.isEmpty() ? "" : ": " + write);
  }

  @Override
  public String toString() {
    return where + ": " + rule + ": " + said();
  }
}
