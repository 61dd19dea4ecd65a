// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Who lets turns be made, and hears when one begins and ends. */
@FunctionalInterface
public interface Turns {
  /**
   * Makes a turn for {@code generator}, or none if this replica does not lead.
   *
   * @param turn the turn; it returns when to come again
   */
  Optional<Duration> take(String generator, Supplier<Duration> turn);
}
