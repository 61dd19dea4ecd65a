// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.mutants;

import java.util.Locale;

/** A way to notice that a rule is gone. */
enum Check {
  /** The unit tests of the module that the patch touches. */
  UNIT,
  /** Small worlds in virtual time. */
  SIMULATION,
  /** Rules of the CRDs and policies, on a real API server. */
  RULES;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
