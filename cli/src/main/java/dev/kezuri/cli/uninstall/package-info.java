// SPDX-License-Identifier: Apache-2.0
/**
 * What {@code kubectl kezuri uninstall} takes away, in which order, and when it must not. Pure:
 * what was seen goes in, stages and refusals come out.
 */
package dev.kezuri.cli.uninstall;
