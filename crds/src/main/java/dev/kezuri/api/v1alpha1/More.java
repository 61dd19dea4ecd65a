// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.v1alpha1;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Fields of a newer version, carried through. */
final class More {
  private More() {}

  /** Returns a copy that keeps order and nulls; null is none. */
  static Map<String, Object> copy(Map<String, Object> more) {
    return more == null || more.isEmpty()
        ? Map.of()
        : Collections.unmodifiableMap(new LinkedHashMap<>(more));
  }
}
