// SPDX-License-Identifier: Apache-2.0
/** Faults at random on real processes, and what they must not break; {@code e2e/chaos.sh}. */
package dev.kezuri.e2e.chaos;
