// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator;

import dev.kezuri.operator.apply.Preflight;

/** How the process ends, besides by a signal; docs/operator.md has the list. */
enum OperatorExit {
  /** Something that this list does not foresee; the line on standard error says what. */
  FAILED(1),
  /** A flag or variable that does not exist or cannot be. */
  USAGE(2),
  /** It led and could not renew the Lease in time: to be started anew. */
  LEASE_LOST(3),
  /** At the start: the API server does not answer, or not to this user. */
  NO_SERVER(4),
  /** At the start: rights are missing. */
  NO_RIGHTS(5),
  /** At the start: the CRDs are missing. */
  NO_KINDS(6);

  private final int code;

  OperatorExit(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static OperatorExit of(Preflight.Kind missing) {
    return switch (missing) {
      case SERVER -> NO_SERVER;
      case RIGHTS -> NO_RIGHTS;
      case KINDS -> NO_KINDS;
    };
  }
}
