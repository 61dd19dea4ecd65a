// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.lease;

/** A lease that cannot be used; the message says what is wrong with it, in one line. */
public final class LeaseFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Made by the codec only. */
  LeaseFormatException(String message) {
    super(message);
  }
}
