// SPDX-License-Identifier: Apache-2.0

/**
 * What to do about worker IDs, as a pure function: what was seen ({@link
 * dev.kezuri.operator.plan.Observation}) to what shall be done ({@link
 * dev.kezuri.operator.plan.Action}). Sees the JDK and core only: no client, clock, log or I/O.
 */
package dev.kezuri.operator.plan;
