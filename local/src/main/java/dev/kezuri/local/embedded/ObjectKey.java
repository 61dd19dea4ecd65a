// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.embedded;

import java.util.Comparator;

/** What tells one object from all others; in the order in which a list gives them. */
record ObjectKey(ResourceKind kind, String namespace, String name)
    implements Comparable<ObjectKey> {
  private static final Comparator<ObjectKey> ORDER =
      Comparator.<ObjectKey, String>comparing(key -> key.kind().group())
          .thenComparing(key -> key.kind().plural())
          .thenComparing(key -> key.kind().version())
          .thenComparing(ObjectKey::namespace)
          .thenComparing(ObjectKey::name);

  @Override
  public int compareTo(ObjectKey other) {
    return ORDER.compare(this, other);
  }
}
