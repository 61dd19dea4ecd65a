// SPDX-License-Identifier: Apache-2.0

/** The other port: probes and metrics. */
package dev.kezuri.sidecar.admin;
