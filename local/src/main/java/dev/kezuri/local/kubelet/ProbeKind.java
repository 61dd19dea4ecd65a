// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

/** The three probes of a container. */
public enum ProbeKind {
  /** Until it succeeds once, the container has not started. */
  STARTUP,
  /** Whether clients are sent to it. */
  READINESS,
  /** Fails: the container is restarted. */
  LIVENESS
}
