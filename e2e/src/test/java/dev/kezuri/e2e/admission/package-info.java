// SPDX-License-Identifier: Apache-2.0

/** What is in deploy/: taken by a real API server, and what its policies then do. */
package dev.kezuri.e2e.admission;
