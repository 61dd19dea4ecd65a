// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

/** A control plane cannot be had; the message is one line that says what to do. */
public final class ControlPlaneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ControlPlaneException(String message) {
    super(message);
  }

  public ControlPlaneException(String message, Throwable cause) {
    super(message, cause);
  }
}
