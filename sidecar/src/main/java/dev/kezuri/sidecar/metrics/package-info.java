// SPDX-License-Identifier: Apache-2.0

/** What the sidecar counts, for {@code stats} and for Prometheus. */
package dev.kezuri.sidecar.metrics;
