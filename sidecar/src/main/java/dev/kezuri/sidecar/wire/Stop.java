// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.wire;

/** Why a connection is not answered at the moment. */
enum Stop {
  /** It is. */
  NO,
  /** Its command waits for an ID. */
  PARKED,
  /** The client does not read. */
  UNWRITABLE,
  /** Others have their turn. */
  TURN_OVER,
  /** For good: it is about to close. */
  ENDED
}
