// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.binary;

import dev.kezuri.sidecar.wire.Answer;

/** A status that is no success, and the text that goes with it: memcached's where it has one. */
enum Status {
  NOT_FOUND(0x01, "Not found"),
  TOO_LARGE(0x03, "Too large."),
  INVALID(0x04, "Invalid arguments"),
  UNKNOWN_COMMAND(0x81, "Unknown command"),
  NOT_SUPPORTED(0x83, "read-only: this server issues IDs");

  /** No ID may be issued now; the text is the reason. */
  static final int TEMPORARY_FAILURE = 0x86;

  static final int SUCCESS = 0;

  private final int code;
  private final byte[] text;

  Status(int code, String text) {
    this.code = code;
    this.text = Answer.ascii(text);
  }

  int code() {
    return code;
  }

  /** Returns the text itself: not to be changed. */
  byte[] text() {
    return text;
  }
}
