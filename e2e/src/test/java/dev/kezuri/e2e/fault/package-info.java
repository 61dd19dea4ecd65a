// SPDX-License-Identifier: Apache-2.0

/**
 * What befalls a cluster, on the real API server, with the oracle asked after each: docs/faults.md
 * lists the faults.
 */
package dev.kezuri.e2e.fault;
