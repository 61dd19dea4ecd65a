// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.longs;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Whatever happens to clocks, disk and process, at any point of a write: IDs strictly increase, lie
 * in the window, and none comes of a turn that was resigned, nor from below its high water.
 */
class IdIssuerPropertiesTest {
  private static final int CHOICES = 18;

  @Test
  void shouldKeepTheGuaranteeWhateverHappens() {
    qt().withExamples(1500)
        .forAll(
            lists().of(integers().between(0, Integer.MAX_VALUE - 1)).ofSizeBetween(1, 80),
            longs().all())
        .checkAssert((script, seed) -> run(new IssuerModel(seed), script));
  }

  private static IssuerModel run(IssuerModel model, List<Integer> script) {
    for (int number : script) {
      model.step(number % CHOICES, number / CHOICES);
    }
    return model;
  }

  @Test
  void shouldDrawIdsAtAllInTheModel() {
    int drawn =
        run(new IssuerModel(7), new java.util.Random(7).ints(2000, 0, 1 << 30).boxed().toList())
            .drawn();
    assertThat(drawn).isGreaterThan(1000);
  }

  @Test
  void shouldNeverGoBackWhateverTheClocksDo() {
    qt().withExamples(1000)
        .forAll(lists().of(longs().between(-5_000_000, 5_000_000)).ofSizeBetween(1, 60))
        .checkAssert(IdIssuerPropertiesTest::runClock);
  }

  private static void runClock(List<Long> jumps) {
    ManualClock time = new ManualClock(Leases.NOON);
    SteadyClock clock = new SteadyClock(time);
    long last = clock.nowMs(Leases.NOON, Leases.NOON + Leases.HOUR);
    for (long jump : jumps) {
      time.setWall(time.wallMs() + jump);
      time.runMonotonic(Math.floorMod(jump, 1000));
      long now = clock.nowMs(Leases.NOON, Leases.NOON + Leases.HOUR);
      assertThat(now).isGreaterThanOrEqualTo(last);
      assertThat(now == time.wallMs() || now - last <= 900).as("pushed ahead").isTrue();
      last = now;
    }
  }
}
