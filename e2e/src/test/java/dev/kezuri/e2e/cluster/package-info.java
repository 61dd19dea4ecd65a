// SPDX-License-Identifier: Apache-2.0
/** What the tests stand on: one real API server for all, and the end of it. */
package dev.kezuri.e2e.cluster;
