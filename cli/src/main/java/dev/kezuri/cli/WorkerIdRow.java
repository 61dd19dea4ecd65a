// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdStatus;

/**
 * One line of the table of worker IDs. Cells without a meaning in this state are null.
 *
 * @param from the window's notBefore
 * @param until the window's notAfter; of a resting worker ID its floor
 */
record WorkerIdRow(
    String generator,
    int id,
    WorkerIdState state,
    String pod,
    String node,
    Integer turn,
    String from,
    String until,
    String podUid,
    String floor,
    int pastHolders) {
  /** Returns the line of {@code workerId} at {@code nowMs}. */
  static WorkerIdRow of(WorkerId workerId, long nowMs) {
    String generator = workerId.getSpec().generator();
    int id = workerId.getSpec().id();
    WorkerIdStatus status = workerId.getStatus();
    if (status == null || status.floor() == null) {
      return unheld(generator, id, WorkerIdState.NEW, null, null, 0);
    }
    int pastHolders = status.history().size();
    HeldWindow window = status.window();
    if (window == null) {
      boolean resting = status.floorMs() > nowMs;
      return unheld(
          generator,
          id,
          resting ? WorkerIdState.RESTING : WorkerIdState.FREE,
          resting ? status.floor() : null,
          status.floor(),
          pastHolders);
    }
    boolean over = nowMs >= window.window().notAfterMs();
    return new WorkerIdRow(
        generator,
        id,
        over ? WorkerIdState.EXPIRED : WorkerIdState.HELD,
        window.pod(),
        window.node(),
        window.turn(),
        window.notBefore(),
        window.notAfter(),
        window.podUid(),
        status.floor(),
        pastHolders);
  }

  private static WorkerIdRow unheld(
      String generator, int id, WorkerIdState state, String until, String floor, int pastHolders) {
    return new WorkerIdRow(
        generator, id, state, null, null, null, null, until, null, floor, pastHolders);
  }
}
