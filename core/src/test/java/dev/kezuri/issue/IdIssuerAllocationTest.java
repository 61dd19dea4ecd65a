// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Bytes counted, not time: no object per ID, none per refusal. */
class IdIssuerAllocationTest {
  private static final int IDS = 200_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final ManualClock clock = new ManualClock(Leases.NOON);

  @Test
  void shouldAllocateNothingPerIdOrRefusal() throws Exception {
    // Given
    IssuerProcess process = IssuerProcess.adopting(clock, new SimulatedDisk(1), Leases.inTurn(0));
    process.next();
    draw(process.issuer, 1000);
    // When
    long before = threads.getCurrentThreadAllocatedBytes();
    long issued = draw(process.issuer, IDS);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    // Then
    assertThat(issued).isGreaterThan(IDS / 2);
    assertThat(bytes).as("bytes for %s calls", IDS).isLessThan(4096);
  }

  /** A millisecond passes every 5,000 calls: some are refused; the reservation lasts. */
  private long draw(IdIssuer issuer, int calls) {
    long issued = 0;
    for (int i = 0; i < calls; i++) {
      if (i % 5000 == 0) {
        clock.pass(1);
      }
      issued += issuer.nextId() >= 0 ? 1 : 0;
    }
    return issued;
  }
}
