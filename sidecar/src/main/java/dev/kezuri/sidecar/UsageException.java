// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

/** A command line that cannot be followed; the message names the flag and the rule. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
