// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.mutants;

/** Why the run proves nothing, in one line: a patch that does not apply, tests red without it. */
final class BrokenRunException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BrokenRunException(String message) {
    super(message);
  }

  BrokenRunException(String message, Throwable cause) {
    super(message, cause);
  }
}
