// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.local.kubelet.PortAllocator;
import org.junit.jupiter.api.Test;

class ClaimedPortsTest {
  @Test
  void shouldHoldItsPortsUntilAPodTakesThem() {
    PortAllocator.Ports any = PortAllocator.free().take();
    int offset = any.admin() - any.ids();

    try (ClaimedPorts ports = new ClaimedPorts(any.ids(), offset, 1)) {
      assertThat(ports.taken()).isEmpty();
      try (ClaimedPorts others = new ClaimedPorts(any.ids(), offset, 1)) {
        assertThat(others.taken()).containsExactlyInAnyOrder(any.ids(), any.admin());
      }

      assertThat(ports.take()).isEqualTo(any);
      try (ClaimedPorts others = new ClaimedPorts(any.ids(), offset, 1)) {
        assertThat(others.taken()).isEmpty();
      }
    }
  }
}
