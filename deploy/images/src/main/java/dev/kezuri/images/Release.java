// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.images;

import java.time.Instant;

/**
 * What is packed.
 *
 * @param version of Kezuri
 * @param revision the commit
 * @param time of all files, so that equal contents make equal images
 */
record Release(String version, String revision, Instant time) {}
