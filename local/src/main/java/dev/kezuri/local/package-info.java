// SPDX-License-Identifier: Apache-2.0
/** Kezuri on one machine: control planes, sidecars as processes, {@code ./kezuri up}. */
package dev.kezuri.local;
