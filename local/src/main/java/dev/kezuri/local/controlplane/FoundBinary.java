// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import java.nio.file.Path;

/**
 * A program that was run once and said its version.
 *
 * @param from where it was found, in a word or two
 */
public record FoundBinary(Binary binary, String version, String from, Path path) {}
