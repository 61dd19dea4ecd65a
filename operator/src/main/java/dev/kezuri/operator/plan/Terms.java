// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import dev.kezuri.id.IdLayout;
import java.util.Set;

/**
 * What the IdGenerator's spec asks for, defaults filled in. If there is no IdGenerator any more:
 * what its WorkerIds say of the layout, and defaults.
 *
 * @param generator {@code <namespace>/<name>}
 * @param layout WorkerIds of another layout are renewed and released, and never granted
 * @param numbers the numbers to grant
 * @param leaseMs length of a full lease, in ms, 10 s to 720 h
 * @param history how many past holders a WorkerId keeps, 1 to 100
 * @param waitForGates pods with one of these scheduling gates take no worker ID yet
 */
public record Terms(
    String generator,
    IdLayout layout,
    NumberRange numbers,
    long leaseMs,
    int history,
    Set<String> waitForGates) {
  /** Copies the set, cuts the numbers to what the layout holds, refuses a lease of nothing. */
  public Terms {
    waitForGates = Set.copyOf(waitForGates);
    int last = Math.min(numbers.last(), layout.maxWorkerId());
    numbers = new NumberRange(numbers.first(), last, numbers.reserved());
    if (leaseMs <= 0) {
      throw new IllegalArgumentException("leaseMs must be positive: " + leaseMs);
    }
  }
}
