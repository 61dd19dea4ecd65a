// SPDX-License-Identifier: Apache-2.0

/** HTTP on the ID port. */
package dev.kezuri.sidecar.http;
