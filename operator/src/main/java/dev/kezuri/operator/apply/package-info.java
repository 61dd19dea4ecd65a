// SPDX-License-Identifier: Apache-2.0

/**
 * The only writers of the operator: compare-and-swap on the ledger, JSON Patch on pods. Every write
 * may lose, and what lost is planned again by the next reconcile; nothing here tries twice.
 */
package dev.kezuri.operator.apply;
