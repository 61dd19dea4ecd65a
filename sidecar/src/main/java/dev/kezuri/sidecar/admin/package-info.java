// SPDX-License-Identifier: Apache-2.0

/** The other port: probes and metrics; and the counters behind them and behind {@code stats}. */
package dev.kezuri.sidecar.admin;
