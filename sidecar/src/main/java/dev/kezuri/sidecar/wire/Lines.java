// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

/** Where lines end: at a newline, with or without a carriage return before it. */
public final class Lines {
  private Lines() {}

  /** Returns the position of the next newline in {@code [from, to)}, or -1. */
  public static int newline(byte[] in, int from, int to) {
    for (int at = from; at < to; at++) {
      if (in[at] == '\n') {
        return at;
      }
    }
    return -1;
  }

  /** Returns where the text ends of a line that begins at {@code from} and has its newline. */
  public static int textEnd(byte[] in, int from, int newline) {
    return newline > from && in[newline - 1] == '\r' ? newline - 1 : newline;
  }
}
