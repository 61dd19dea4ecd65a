// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.text;

import dev.kezuri.sidecar.wire.Answer;

/** Answers that more than one group of commands gives, in memcached's words. */
final class Texts {
  /** What a command with noreply answers. */
  static final byte[] NOTHING = {};

  static final byte[] ERROR = Answer.ascii("ERROR\r\n");
  static final byte[] OK = Answer.ascii("OK\r\n");
  static final byte[] END = Answer.ascii("END\r\n");
  static final byte[] BAD_LINE = Answer.ascii("CLIENT_ERROR bad command line format\r\n");
  static final byte[] BAD_EXPIRY = Answer.ascii("CLIENT_ERROR invalid exptime argument\r\n");

  private Texts() {}
}
