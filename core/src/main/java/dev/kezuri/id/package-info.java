// SPDX-License-Identifier: Apache-2.0

/** The bits of an ID, both ways. */
package dev.kezuri.id;
