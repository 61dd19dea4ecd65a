// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

/**
 * A reason to hold back. Any of them stops grants and new worker IDs; what else it stops is said at
 * each. Renewals go on unless said otherwise: a pod that has its number keeps it.
 */
public enum Safeguard {
  /**
   * The operator's clock and the API server's differ by more than 30 s: no end by notAfter, and
   * renewals go by {@link Observation#renewalMs}.
   */
  CLOCK_SKEW,
  /** WorkerIds of another layout are there under this generator's name. */
  CONFLICT,
  /** The API server accepted a write that the CRD's rules forbid. */
  UNGUARDED,
  /**
   * There is no WorkerId yet to try a forbidden write on. New worker IDs are made all the same: the
   * try needs one.
   */
  UNTRIED,
  /**
   * The ledger is of another cluster, or it or the IdGenerator was restored without its status: no
   * renewals either.
   */
  RESTORED,
  /** No IdGenerator of this name exists; only the WorkerIds name it. */
  GENERATOR_GONE
}
