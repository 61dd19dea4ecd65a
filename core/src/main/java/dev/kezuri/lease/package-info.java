// SPDX-License-Identifier: Apache-2.0

/**
 * Who may use which timestamps, and the two texts that cross the pod's border: the lease and the
 * resignation.
 */
package dev.kezuri.lease;
