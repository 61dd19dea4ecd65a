// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** A plan in the making, with the ledger as it will be once what is planned so far is done. */
final class Draft {
  private final List<Action> actions = new ArrayList<>();
  private final TreeMap<Integer, Slot> slots = new TreeMap<>();
  private int provisioned;

  Draft(Observation seen) {
    seen.slots().stream()
        .filter(slot -> slot.id() <= slot.layout().maxWorkerId())
        .forEach(slot -> slots.put(slot.id(), slot));
    provisioned = seen.provisioned().orElse(0);
  }

  List<Action> actions() {
    return List.copyOf(actions);
  }

  /** Returns the slots by number, as they were when asked. */
  Collection<Slot> slots() {
    return List.copyOf(slots.values());
  }

  Slot slot(int id) {
    return slots.get(id);
  }

  int provisioned() {
    return provisioned;
  }

  void add(Action action) {
    actions.add(action);
    switch (action) {
      case Action.Grant grant -> put(grant.slot());
      case Action.Extend extend -> put(extend.slot());
      case Action.Release release -> put(release.slot());
      case Action.Provision provision -> provisioned = provision.raiseTo();
      case Action.Announce _ -> {}
    }
  }

  void put(Slot slot) {
    slots.put(slot.id(), slot.at(Slot.OF_THIS_PLAN));
  }
}
