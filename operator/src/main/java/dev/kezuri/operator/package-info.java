// SPDX-License-Identifier: Apache-2.0

/** The operator as a process and inside another program: wiring, environment, probes, meters. */
package dev.kezuri.operator;
