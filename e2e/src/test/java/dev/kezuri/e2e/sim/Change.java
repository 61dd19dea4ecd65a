// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * One write, as a watch tells of it.
 *
 * @param key kind and name
 * @param before null: it was made
 * @param after null: it is gone, and {@code before} is how it was at last
 */
record Change(long version, String key, HasMetadata before, HasMetadata after) {
  Class<?> kind() {
    return (after == null ? before : after).getClass();
  }
}
