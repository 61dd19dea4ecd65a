// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FloodGateTest {
  private long nowNs = -5;
  private final FloodGate gate = new FloodGate(() -> nowNs);

  private int admitted(String event, int tries) {
    int count = 0;
    for (int i = 0; i < tries; i++) {
      count += gate.admits(event) ? 1 : 0;
    }
    return count;
  }

  @Test
  void shouldLetTenASecondOfEachEventThrough() {
    assertThat(admitted("a", 1000)).isEqualTo(FloodGate.A_SECOND);
    assertThat(admitted("b", 3)).isEqualTo(3);

    nowNs += FloodGate.SECOND_NS;

    assertThat(admitted("a", 15)).isEqualTo(FloodGate.A_SECOND);
  }

  @Test
  void shouldTellOnceHowMuchWasLeftOut() {
    admitted("a", 1000);
    admitted("b", 12);
    admitted("c", 2);

    assertThat(gate.drain()).isEqualTo(Map.of("a", 990L, "b", 2L));
    assertThat(gate.drain()).isEmpty();
  }

  @Test
  void shouldRememberABoundedNumberOfNames() {
    for (int i = 0; i < 10_000; i++) {
      gate.admits("event" + i);
    }

    assertThat(gate.drain())
        .isEqualTo(Map.of(FloodGate.OTHERS, 10_000L - FloodGate.MAX_NAMES - FloodGate.A_SECOND));
  }
}
