// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

/** What a pod's status says of the container {@code kezuri-sidecar}. */
public enum SidecarState {
  /** The pod has no such container: nobody in it resigns. */
  NONE,
  /** Not running: never started yet, or waiting to be started again. Also: no status yet. */
  WAITING,
  /** Runs, and its startupProbe has not succeeded ({@code started} is not true). */
  STARTING,
  /** Runs, and {@code started} is true: its first record is on disk. */
  STARTED,
  /** {@code state.terminated}: it ended, and whether it will be started again is not said. */
  ENDED;

  /** Returns whether the sidecar runs or waits to run again, so that a later turn is of use. */
  public boolean goesOn() {
    return this == WAITING || this == STARTING || this == STARTED;
  }
}
