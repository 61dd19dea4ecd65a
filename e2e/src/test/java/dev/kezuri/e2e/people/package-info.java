// SPDX-License-Identifier: Apache-2.0

/** {@code kubectl kezuri} on a cluster where things happen: what it says of them. */
package dev.kezuri.e2e.people;
