// SPDX-License-Identifier: Apache-2.0

/** Random bytes of all protocols, and what must hold whatever they are. */
package dev.kezuri.sidecar.fuzz;
