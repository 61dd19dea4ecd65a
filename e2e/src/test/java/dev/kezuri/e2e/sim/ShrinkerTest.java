// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
  @Test
  void shouldKeepOnlyTheFaultsThatBreak() {
    // Given
    Scenario whole = Scenario.of(4);
    List<Fault> both = List.of(whole.faults().get(2), whole.faults().get(11));

    // When
    Scenario shortest = new Shrinker(s -> !s.faults().containsAll(both)).shrink(whole);

    // Then
    assertThat(shortest.faults()).isEqualTo(both);
    assertThat(shortest.shape()).isEqualTo(whole.shape());
  }
}
