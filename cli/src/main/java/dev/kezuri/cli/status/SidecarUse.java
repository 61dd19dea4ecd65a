// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.status;

import java.util.List;

/**
 * An image that pods of a generator have as their sidecar.
 *
 * @param pods how many living pods have it
 * @param ready how many of them issue IDs
 * @param names those pods, {@code <namespace>/<name>}
 */
public record SidecarUse(String generator, String image, int pods, int ready, List<String> names) {}
