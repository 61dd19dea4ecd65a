// SPDX-License-Identifier: Apache-2.0

/**
 * Stories on the real API server, the sidecars real processes; after each, no ID was given twice
 * and no two windows of one worker ID overlap.
 */
package dev.kezuri.e2e.story;
