// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * One thing that {@code check} looked at.
 *
 * @param topic what was looked at, in a word or two
 * @param text what was found
 * @param remedy what to do about it; empty if nothing is wrong
 */
record Finding(Level level, String topic, String text, String remedy) {
  /** How bad it is. */
  enum Level {
    OK,
    /** Could not be tried, and need not be. */
    SKIPPED,
    /** On its way, and by itself. */
    PENDING,
    /** Works, but not as well as it could. */
    WARNING,
    /** Pods will not get their worker IDs, or the ledger is not safe. */
    PROBLEM;

    /** Returns the word that people read. */
    @Override
    @JsonValue
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding ok(String topic, String text) {
    return new Finding(Level.OK, topic, text, "");
  }

  static Finding skipped(String topic, String text, String remedy) {
    return new Finding(Level.SKIPPED, topic, text, remedy);
  }

  static Finding pending(String topic, String text) {
    return new Finding(Level.PENDING, topic, text, "");
  }

  static Finding warning(String topic, String text, String remedy) {
    return new Finding(Level.WARNING, topic, text, remedy);
  }

  static Finding problem(String topic, String text, String remedy) {
    return new Finding(Level.PROBLEM, topic, text, remedy);
  }

  /** What to say where the API server refused to show something. */
  static Finding noRight(String topic, String verb, String resource) {
    return problem(
        topic,
        "you may not look: the verb " + verb + " on " + resource + " is missing",
        "ask an administrator for it, or have one run this");
  }
}
