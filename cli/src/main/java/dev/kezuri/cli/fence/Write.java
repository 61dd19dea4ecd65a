// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.fence;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdStatus;

/** One write of a fence: a compare-and-swap of the object that it carries. */
public sealed interface Write {
  /** {@code status.fencedUntil}: from now on no number is granted, made or not. */
  record HoldBack(IdGenerator seen, IdGeneratorStatus next) implements Write {}

  /** A worker ID's floor, and the end of its window if that has run out. */
  record Raise(WorkerId seen, WorkerIdStatus next) implements Write {}

  /**
   * {@code status.provisioned}, which a restore lost, or nobody wrote. It may lift the condition
   * Restored.
   */
  record Provision(IdGenerator seen, IdGeneratorStatus next) implements Write {}

  /**
   * The annotation with this cluster's UID: lifts the condition Restored from a generator that has
   * a {@code provisioned}, and keeps it on one that has not.
   */
  record Lift(IdGenerator seen, String clusterUid) implements Write {}
}
