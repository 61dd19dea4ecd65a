// SPDX-License-Identifier: Apache-2.0
/**
 * What {@code kubectl kezuri fence} writes, and in which order. Pure: what was seen goes in, writes
 * come out.
 */
package dev.kezuri.cli.fence;
