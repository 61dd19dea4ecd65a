// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

/** What whoever watches over a connection may ask of it. Event loop only. */
public interface Conversation {
  /** Returns how many commands were answered. */
  long completed();

  /** Returns whether the client owes the rest of a command. */
  boolean isPartial();

  /** Returns whether nothing more is answered: the connection is about to close. */
  boolean isEnded();

  /** Returns whether all that is ever to be answered has been handed to the system. */
  boolean isFinished();

  /** Answers what was received whole, and says that nothing follows. */
  void drain();
}
