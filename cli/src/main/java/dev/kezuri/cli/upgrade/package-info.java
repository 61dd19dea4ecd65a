// SPDX-License-Identifier: Apache-2.0
/**
 * Which pods {@code kubectl kezuri upgrade-sidecars} changes, and when one has come back. Pure:
 * what was seen goes in, steps and outcomes come out.
 */
package dev.kezuri.cli.upgrade;
