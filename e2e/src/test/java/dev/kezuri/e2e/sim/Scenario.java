// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import java.util.List;

/** A world and what will go wrong in it. */
record Scenario(long seed, Shape shape, List<Fault> faults) {
  /** Returns the scenario of a seed. */
  static Scenario of(long seed) {
    Dice dice = new Dice(seed);
    Shape shape = Shape.of(dice.of("shape"));
    return new Scenario(seed, shape, Fault.of(dice.of("faults"), shape));
  }

  Scenario with(List<Fault> fewer) {
    return new Scenario(seed, shape, List.copyOf(fewer));
  }
}
