// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import java.util.Locale;

/** What a worker ID is doing, as its WorkerId says. */
enum WorkerIdState {
  /** A pod holds it, inside its window. */
  HELD,
  /** Its window has run out and is not released yet: the operator is away, or about to do it. */
  EXPIRED,
  /** Nobody holds it, and no new window may start before its floor. */
  RESTING,
  /** It can be granted now. */
  FREE,
  /** It has no floor yet, so it cannot be granted. */
  NEW;

  @Override
  public String toString() {
    return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
  }
}
