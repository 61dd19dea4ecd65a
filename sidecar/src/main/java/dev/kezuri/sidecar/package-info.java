// SPDX-License-Identifier: Apache-2.0

/** Start, flags, documented exits, the lease, the last word. */
package dev.kezuri.sidecar;
