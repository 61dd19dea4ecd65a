// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.lease;

/**
 * The sidecar's last word of a turn: it issues nothing more in it.
 *
 * @param workerId the worker ID it had
 * @param notBeforeMs the start of its window, in ms since 1970
 * @param turn the turn that is closed
 * @param highWaterMs the last timestamp it may have issued; {@code notBeforeMs} if none
 */
public record Resignation(int workerId, long notBeforeMs, int turn, long highWaterMs) {}
