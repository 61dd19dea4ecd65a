// SPDX-License-Identifier: Apache-2.0

/** What all protocols of the ID port share: connections, answers, waiting for IDs. */
package dev.kezuri.sidecar.wire;
