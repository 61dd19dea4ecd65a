// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

/** The cluster cannot be asked, or refused; the message is one line for the person who asked. */
final class ClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ClusterException(String message) {
    super(message);
  }

  ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
