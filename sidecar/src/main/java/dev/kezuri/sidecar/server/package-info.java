// SPDX-License-Identifier: Apache-2.0

/** The port that issues IDs: binding, connection limits, timeouts, closing. */
package dev.kezuri.sidecar.server;
