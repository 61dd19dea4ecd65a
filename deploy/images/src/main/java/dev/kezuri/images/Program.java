// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.images;

import java.nio.file.Path;
import java.util.List;

/**
 * A program to be packed.
 *
 * @param name of its launcher, and of the image
 * @param description a line for people
 * @param ports that it listens on
 * @param folder what its dist.sh made: bin, lib, runtime
 * @param bill the SBOM of its jars, by Maven's CycloneDX plugin
 */
record Program(
    String name, String title, String description, List<Integer> ports, Path folder, Path bill) {}
