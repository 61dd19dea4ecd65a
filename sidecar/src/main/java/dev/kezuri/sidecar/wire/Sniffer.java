// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

/** Tells by the first bytes of a connection which protocol it speaks. Event loop only. */
public interface Sniffer {
  /** Returns the parser for a connection that begins with these bytes; null if more must come. */
  Session session(WireLoop loop, byte[] in, int from, int to);
}
