// SPDX-License-Identifier: Apache-2.0

/** The ledger's contract on a real API server. */
package dev.kezuri.e2e.ledger;
