// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.kubelet;

/** The three probes of a container. */
enum ProbeKind {
  STARTUP,
  READINESS,
  LIVENESS
}
