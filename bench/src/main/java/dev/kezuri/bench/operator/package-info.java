// SPDX-License-Identifier: Apache-2.0

/** The operator's process beside a real API server: speed, writes, memory. */
package dev.kezuri.bench.operator;
