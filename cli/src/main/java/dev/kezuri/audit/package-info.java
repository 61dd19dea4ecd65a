// SPDX-License-Identifier: Apache-2.0

/**
 * Every invariant of the ledger over what a cluster holds, and pods and WorkerIds as they are read
 * for it. Pure: time comes in, nothing is asked.
 */
package dev.kezuri.audit;
