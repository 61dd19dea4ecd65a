// SPDX-License-Identifier: Apache-2.0

/** How generators are doing: what holds grants back, which pods go without, what is left. Pure. */
package dev.kezuri.cli.status;
