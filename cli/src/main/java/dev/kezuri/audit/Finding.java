// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.kezuri.lease.UtcMillis;
import java.util.Locale;

/**
 * One thing that is not as it should be, or that is worth to know.
 *
 * @param where the object, as kubectl takes it: {@code workerid/shop.orders.17}, or {@code pod/app
 *     -n shop}
 * @param what in a sentence
 * @param since null if it is not known
 * @param remedy empty if there is nothing to do
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Finding(
    Level level, Rule rule, String where, String what, String since, String remedy) {
  /** How much it matters. */
  public enum Level {
    /** A rule is broken. */
    FINDING,
    /** What a write between two others, or a crash there, leaves; the operator goes on with it. */
    PROGRESS,
    /** So by design, and good to know. */
    NOTE;

    /** Returns the word that people read. */
    @Override
    @JsonValue
    public String toString() {
      return this == PROGRESS ? "in progress" : name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding broken(Rule rule, String where, String what) {
    return new Finding(Level.FINDING, rule, where, what, null, rule.remedy());
  }

  static Finding inProgress(Rule rule, String where, String what) {
    return new Finding(
        Level.PROGRESS,
        rule,
        where,
        what,
        null,
        "none while the operator runs: its next turn goes on with it");
  }

  static Finding note(Rule rule, String where, String what) {
    return new Finding(Level.NOTE, rule, where, what, null, "");
  }

  Finding since(long ms) {
    return ms <= 0 ? this : new Finding(level, rule, where, what, UtcMillis.format(ms), remedy);
  }

  /** Returns the same with the object's name in the remedy. */
  Finding naming(String name) {
    return new Finding(level, rule, where, what, since, remedy.formatted(name));
  }

  /** Returns whether {@code other} is about the same rule and object. */
  boolean isSameAs(Finding other) {
    return level == other.level && rule == other.rule && where.equals(other.where);
  }
}
