// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.inject;

/** A pod asks for what it cannot be given; the message is one line, and says what to do. */
public final class InjectionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InjectionException(String message) {
    super(message);
  }
}
