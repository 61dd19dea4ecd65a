// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.manifest;

/** A manifest that cannot be used; the message is one line for the person who wrote it. */
public final class ManifestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes one with this message. */
  public ManifestException(String message) {
    super(message);
  }

  ManifestException(String message, Throwable cause) {
    super(message, cause);
  }
}
