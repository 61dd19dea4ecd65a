// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import java.util.Iterator;
import java.util.List;
import org.quicktheories.core.Gen;

/** A list of numbers read as decisions; the shorter and smaller, the simpler what comes of it. */
final class Choices {
  private final Iterator<Integer> numbers;

  Choices(List<Integer> numbers) {
    this.numbers = numbers.iterator();
  }

  static Gen<List<Integer>> scripts(int longest) {
    return lists().of(integers().between(0, 999)).ofSizeBetween(1, longest);
  }

  boolean more() {
    return numbers.hasNext();
  }

  /** Returns 0 to {@code bound} - 1; 0 once the list is used up. */
  int upTo(int bound) {
    return numbers.hasNext() ? numbers.next() % bound : 0;
  }

  /** Returns true about once in {@code times}; false once the list is used up. */
  boolean onceIn(int times) {
    return numbers.hasNext() && numbers.next() % times == times - 1;
  }

  <T> T of(List<T> values) {
    return values.get(upTo(values.size()));
  }
}
