// SPDX-License-Identifier: Apache-2.0

/** Rules taken away one by one, by patch or from the CRDs, and which check notices. */
package dev.kezuri.e2e.mutants;
