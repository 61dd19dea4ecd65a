// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import java.util.Random;

/**
 * Something bad that may befall the rig.
 *
 * @param name how the report calls it
 * @param weight how often it comes beside the others
 * @param deed does it, and undoes what must be undone before it returns
 */
public record Fault(String name, int weight, Deed deed) {
  /** Does a fault; {@code random} decides what to, and for how long. */
  public interface Deed {
    /** Returns false if there was nothing to do it to. */
    boolean run(Random random) throws Exception;
  }
}
