// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

/**
 * The parser of one connection. It knows no channel and keeps no bytes: whoever calls it keeps what
 * it left. Event loop only.
 */
public interface Session {
  /**
   * Parses {@code in[from, to)} and fills the loop's answer until something is missing. What it
   * could not take, from {@link #position} on, is given to it again with what follows.
   */
  Pause run(byte[] in, int from, int to);

  /** Returns where {@link #run} stopped: the bytes from here on are still to be parsed. */
  int position();

  /** Returns how many commands were answered. */
  long completed();

  /** Returns whether the client owes the rest of a command whose beginning is taken already. */
  boolean isPartial();
}
