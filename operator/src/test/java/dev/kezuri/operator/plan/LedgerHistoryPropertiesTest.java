// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What may become of a cluster in which everything that can go wrong does, in any order. */
class LedgerHistoryPropertiesTest {
  @Test
  void shouldNeverLetTwoPodsUseOneNumberAtOneTimeWhateverHappens() {
    qt().withExamples(1500)
        .forAll(Choices.scripts(400))
        .checkAssert(
            script -> {
              TroubledWorld world = new TroubledWorld(new Choices(script));
              while (world.goesOn()) {
                world.step();
                disjoint(world.uses());
                assertThat(world.ledgerWindows()).allSatisfy((_, past) -> ordered(past));
              }
            });
  }

  @Test
  void shouldGiveEveryPodANumberInTheEndWhenTroubleIsOver() {
    qt().withExamples(300)
        .forAll(Choices.scripts(200))
        .checkAssert(
            script -> {
              TroubledWorld world = new TroubledWorld(new Choices(script));
              while (world.goesOn()) {
                world.step();
              }
              world.calmDown();
              assertThat(world.waiting()).isEmpty();
            });
  }

  private static void disjoint(List<TroubledWorld.Use> uses) {
    Map<Integer, List<TroubledWorld.Use>> byNumber = new HashMap<>();
    uses.forEach(use -> byNumber.computeIfAbsent(use.workerId(), _ -> new ArrayList<>()).add(use));
    for (List<TroubledWorld.Use> all : byNumber.values()) {
      for (TroubledWorld.Use one : all) {
        assertThat(all)
            .as("uses of one number")
            .noneMatch(o -> !o.podUid().equals(one.podUid()) && o.window().overlaps(one.window()));
      }
    }
  }

  private static void ordered(List<Past> newestFirst) {
    OptionalLong later = OptionalLong.empty();
    for (Past past : newestFirst) {
      if (later.isPresent()) {
        assertThat(past.window().notAfterMs()).isLessThanOrEqualTo(later.getAsLong());
      }
      later = OptionalLong.of(past.window().notBeforeMs());
    }
  }
}
