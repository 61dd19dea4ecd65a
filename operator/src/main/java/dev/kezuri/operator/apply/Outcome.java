// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.apply;

import dev.kezuri.operator.plan.Action;

/**
 * What became of an action.
 *
 * @param action the action
 * @param result in one word
 * @param words the server's answer, or why nothing was sent; one line
 */
public record Outcome(Action action, Result result, String words) {
  /** What became of an action, in one word. Whatever is not done is planned again. */
  public enum Result {
    /** Written. */
    DONE,
    /** Somebody else wrote first: the compare-and-swap, or a test of the patch, lost. */
    LOST,
    /** The server's rules refuse it: the plan and the rules disagree. */
    REFUSED,
    /** No answer that says whether it was written. */
    UNKNOWN,
    /** Not sent, because an earlier action about the same worker ID was not done. */
    SKIPPED
  }

  static Outcome done(Action action) {
    return new Outcome(action, Result.DONE, "");
  }

  static Outcome lost(Action action, String words) {
    return new Outcome(action, Result.LOST, words);
  }

  static Outcome skipped(Action action) {
    return new Outcome(action, Result.SKIPPED, "");
  }

  static Outcome of(Action action, Answer<?> answer) {
    Result result =
        switch (answer) {
          case Answer.Stored<?> stored -> Result.DONE;
          case Answer.Conflict<?> conflict -> Result.LOST;
          case Answer.NotFound<?> gone -> Result.LOST;
          case Answer.Invalid<?> invalid -> Result.REFUSED;
          case Answer.Unavailable<?> unavailable -> Result.UNKNOWN;
        };
    return new Outcome(action, result, answer.words());
  }

  /** Returns whether the action is done. */
  public boolean isDone() {
    return result == Result.DONE;
  }
}
