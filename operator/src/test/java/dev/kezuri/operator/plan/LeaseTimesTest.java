// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.lease.Window;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseTimesTest {
  private static final int PODS = 1000;

  @ParameterizedTest
  @ValueSource(longs = {10_000, 90_000, 900_000, 86_400_000, 720 * 3_600_000L})
  void shouldRenewEachPodInATimeOfItsOwnBetweenAQuarterAndAThird(long leaseMs) {
    Window window = new Window(0, leaseMs);

    Set<Long> times =
        IntStream.range(0, PODS)
            .mapToObj(pod -> new Held(APod.uid("p" + pod), "p" + pod, "", 1, window))
            .map(held -> new LeaseTimes(leaseMs).dueMs(held, 1))
            .collect(Collectors.toSet());

    assertThat(times).allMatch(due -> due >= leaseMs / 4 && due <= leaseMs / 3);
    assertThat(times).hasSizeGreaterThan(PODS / 3);
  }
}
