// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import java.util.List;

/** A world and what will go wrong in it. */
record Scenario(long seed, Shape shape, List<Fault> faults) {
  /** Returns the scenario of a seed. */
  static Scenario of(long seed) {
    return of(seed, false);
  }

  /** Returns the scenario of a seed; a small one has leases of minutes and lasts some hours. */
  static Scenario of(long seed, boolean small) {
    Dice dice = new Dice(seed);
    Shape shape = Shape.of(dice.of("shape"), small);
    return new Scenario(seed, shape, Fault.of(dice.of("faults"), shape));
  }

  Scenario with(List<Fault> fewer) {
    return new Scenario(seed, shape, List.copyOf(fewer));
  }
}
