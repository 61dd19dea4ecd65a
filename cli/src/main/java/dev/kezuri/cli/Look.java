// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import java.util.Optional;

/** What came of a look at a cluster. */
sealed interface Look<T> {
  /** It was answered. */
  record Seen<T>(T what) implements Look<T> {}

  /** The right for it is missing. */
  record Refused<T>(Right right) implements Look<T> {}

  /** Returns what was seen. */
  default Optional<T> seen() {
    return this instanceof Seen<T>(T what) ? Optional.of(what) : Optional.empty();
  }

  /** Returns what was not looked at, and why: one line. */
  default Optional<String> unseen() {
    return this instanceof Refused<T>(Right right)
        ? Optional.of(right.missing())
        : Optional.empty();
  }

  /**
   * Returns what was seen.
   *
   * @throws ClusterException if it was refused
   */
  default T orRefuse() {
    return switch (this) {
      case Seen<T>(T what) -> what;
      case Refused<T>(Right right) ->
          throw new ClusterException(right.missing() + ": ask an administrator for it");
    };
  }
}
