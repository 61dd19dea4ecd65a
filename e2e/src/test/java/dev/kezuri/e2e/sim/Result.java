// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import java.util.List;

/**
 * What one world came to.
 *
 * @param podMs for how long sidecars' processes ran, together
 * @param broken what is wrong, in the order it was seen; empty if nothing is
 */
record Result(long seed, long podMs, long ids, int faults, long duplicates, List<String> broken) {
  /** Makes a world, lets it have its faults and then its calm, and looks. */
  static Result of(Scenario scenario, Trace trace) {
    World world = new World(scenario.seed(), scenario.shape(), trace);
    Faults faults = new Faults(world);
    long beginMs = world.nowMs();
    for (Fault fault : scenario.faults()) {
      world.agenda().at(beginMs + fault.atMs(), () -> faults.happen(fault));
    }
    Oracle oracle = world.oracle();
    try {
      world
          .agenda()
          .runUntil(beginMs + scenario.shape().lengthMs(), () -> !oracle.broken().isEmpty());
      if (oracle.broken().isEmpty()) {
        faults.heal();
        new Liveness(world).judge();
      }
    } catch (IllegalStateException | IllegalArgumentException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      StackTraceElement[] stack = cause.getStackTrace();
      oracle.broken("product code threw " + cause + (stack.length > 0 ? " at " + stack[0] : ""));
    }
    world.running().forEach(pod -> pod.process().ifPresent(Sidecar::countTime));
    world.end();
    return new Result(
        scenario.seed(),
        oracle.ranMs(),
        oracle.issued(),
        scenario.faults().size(),
        oracle.duplicates(),
        List.copyOf(oracle.broken()));
  }

  boolean isGood() {
    return broken.isEmpty();
  }
}
