// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

/** Why the process ended. Each failure says one line on stderr as well. */
public enum ExitCode {
  /** SIGTERM or SIGINT: what had been received was answered, the last word is written. */
  ORDERLY(0, "orderly"),
  /** A mistake in the program. */
  INTERNAL_ERROR(1, "internal error"),
  /** A flag that is unknown, missing or has a wrong value. */
  USAGE(2, "wrong usage"),
  /** An address to listen on is taken, or not this machine's. */
  PORT_IN_USE(10, "port in use"),
  /** Another sidecar runs on the same state folder. */
  STATE_BUSY(11, "state folder locked by another sidecar"),
  /** Read-only, full, on tmpfs, no folder. */
  STATE_UNUSABLE(12, "state folder unusable"),
  /** Said once; started again, the sidecar stays up and refuses. The remedy: delete the pod. */
  STATE_LOST(13, "state lost"),
  /** The turn was closed before, and no later lease came in time. */
  TURN_CLOSED(14, "turn closed and no later lease came"),
  /** A second SIGTERM or SIGINT, which waits for nothing. */
  SECOND_SIGNAL(15, "second SIGTERM"),
  /** Of the subcommands: a sidecar would run, or runs, but issues no ID; the reason is said. */
  NO_ID(20, "get, check: no ID is issued"),
  /** Of {@code get}: nothing that issues IDs answers at the address. */
  UNREACHABLE(21, "get: no sidecar answers");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** Returns what the process exits with. */
  public int code() {
    return code;
  }

  /** Returns what it means, in a few words. */
  public String meaning() {
    return meaning;
  }
}
