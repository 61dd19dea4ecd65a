// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnchangedFactsTest {
  private static final String GENERATOR = "shop/orders";

  private record Thing(String name) {}

  private final List<Thing> read = new ArrayList<>();
  private final UnchangedFacts<Thing, String> facts =
      new UnchangedFacts<>(
          thing -> {
            read.add(thing);
            return "fact of " + thing.name();
          });
  private final Thing first = new Thing("first");
  private final Thing second = new Thing("second");

  @Test
  void shouldReadAnObjectOnceWhileItIsTheSame() {
    // Given
    facts.of(GENERATOR, List.of(first));

    // When
    List<String> seen = facts.of(GENERATOR, List.of(second, first));

    // Then
    assertThat(seen).containsExactly("fact of second", "fact of first");
    assertThat(read).containsExactly(first, second);
  }

  @Test
  void shouldReadAnObjectThatReplacesAnEqualOne() {
    // Given
    facts.of(GENERATOR, List.of(first));

    // When
    facts.of(GENERATOR, List.of(new Thing("first")));

    // Then
    assertThat(read).hasSize(2);
  }

  @Test
  void shouldForgetWhatWasNotThereAtTheLatestLook() {
    // Given
    facts.of(GENERATOR, List.of(first));
    facts.of(GENERATOR, List.of(second));

    // When
    facts.of(GENERATOR, List.of(first));

    // Then
    assertThat(read).containsExactly(first, second, first);
  }

  @Test
  void shouldForgetGeneratorsThatAreGone() {
    // Given
    facts.of(GENERATOR, List.of(first));

    // When
    facts.keepOnly(name -> false);
    facts.of(GENERATOR, List.of(first));

    // Then
    assertThat(read).hasSize(2);
  }
}
