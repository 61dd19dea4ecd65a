// SPDX-License-Identifier: Apache-2.0

/**
 * Why a pod gets no worker ID or no IDs: label, generator, policy, gate, lease, sidecar, and the
 * first link that is broken. Pure.
 */
package dev.kezuri.cli.why;
