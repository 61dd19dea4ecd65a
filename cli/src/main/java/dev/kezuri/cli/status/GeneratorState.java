// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * How one generator is doing.
 *
 * @param generator {@code <namespace>/<name>}
 * @param state Granting, the condition that holds grants back, or NotObserved
 * @param waiting how many pods wait for a worker ID
 * @param conditions what the operator says is wrong
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GeneratorState(
    String generator, String state, Room room, Integer waiting, List<Told> conditions) {
  /**
   * A condition that is true and should not be.
   *
   * @param holdsBack whether pods wait because of it
   * @param remedy what it says is to be done; empty text if nothing
   */
  public record Told(
      String condition, boolean holdsBack, String since, String message, String remedy) {}

  /** Returns whether pods that wait get their worker IDs. */
  boolean grants() {
    return state.equals("Granting");
  }
}
