// SPDX-License-Identifier: Apache-2.0

/** The hot path: inside the window, strictly increasing, written ahead. */
package dev.kezuri.issue;
