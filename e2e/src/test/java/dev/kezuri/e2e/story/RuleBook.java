// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.operator.plan.LedgerRules;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every write to a ledger that its own rules forbid; safe for many threads. */
final class RuleBook {
  private final List<String> broken = new CopyOnWriteArrayList<>();

  /** Notes what is wrong with {@code now} in the place of {@code was}. */
  void see(WorkerId was, WorkerId now) {
    for (String rule : LedgerRules.broken(SlotOf.stored(was), SlotOf.stored(now))) {
      broken.add(
          rule
              + ": "
              + now.getMetadata().getName()
              + " was "
              + was.getStatus()
              + " and became "
              + now.getStatus());
    }
  }

  /** Returns a sentence for each rule that a write broke. */
  List<String> broken() {
    return List.copyOf(broken);
  }
}
