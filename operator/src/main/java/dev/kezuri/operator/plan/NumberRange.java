// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import java.util.Set;

/**
 * The numbers that may be granted.
 *
 * @param first the lowest one
 * @param last the highest one
 * @param reserved numbers between them that another issuer uses
 */
public record NumberRange(int first, int last, Set<Integer> reserved) {
  /** Copies {@code reserved}. */
  public NumberRange {
    reserved = Set.copyOf(reserved);
  }

  /** Returns whether {@code id} may be granted. */
  public boolean grantable(int id) {
    return id >= first && id <= last && !reserved.contains(id);
  }

  /** Returns how many numbers may be granted. */
  public int capacity() {
    return capacityFrom(first);
  }

  /** Returns how many numbers at or above {@code from} may be granted. */
  int capacityFrom(int from) {
    int start = Math.max(first, from);
    long kept = reserved.stream().filter(id -> id >= start && id <= last).count();
    return (int) Math.max(0, (long) last - start + 1 - kept);
  }
}
