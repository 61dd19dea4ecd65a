// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

/**
 * How long a kubelet waits, in milliseconds.
 *
 * @param firstRestartMs from the first exit to the next process
 * @param backOffMs from the second exit on; doubles with each one more
 * @param maxBackOffMs where the doubling ends
 * @param steadyMs a process that ran as long starts the back-off anew
 * @param probeMs period of all probes, or 0 for what the container says
 * @param forcedGraceMs from TERM to KILL once the pod's object is gone, and the least any sidecar
 *     gets
 * @param settleMs from the end of a finished pod's sidecar to phase Succeeded
 */
public record KubeletTiming(
    long firstRestartMs,
    long backOffMs,
    long maxBackOffMs,
    long steadyMs,
    long probeMs,
    long forcedGraceMs,
    long settleMs) {
  /** As measured on a real kubelet 1.37. */
  public static final KubeletTiming REAL =
      new KubeletTiming(900, 10_000, 300_000, 600_000, 0, 2_000, 400);

  /** As measured, but a person need not wait for the next probe. */
  public static final KubeletTiming LOCAL =
      new KubeletTiming(900, 10_000, 300_000, 600_000, 100, 2_000, 400);

  /** For tests: restarts within a fifth of a second, probes ten times a second. */
  public static final KubeletTiming QUICK =
      new KubeletTiming(50, 100, 200, 600_000, 100, 2_000, 100);

  /** How long to wait before process number {@code crashes} + 1, counted from 1. */
  long restartDelayMs(int crashes) {
    return crashes <= 1
        ? firstRestartMs
        : Math.min(maxBackOffMs, backOffMs << Math.min(crashes - 2, 20));
  }
}
