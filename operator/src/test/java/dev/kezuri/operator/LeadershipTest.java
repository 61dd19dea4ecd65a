// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the times of the election promise; LeaderElectionIT has the processes. */
class LeadershipTest {
  /** A follower looks after 1 to 2.2 times the retry, and must see the Lease twice. */
  private static final double LATEST_LOOKS = 2 * 2.2;

  @Test
  void shouldTakeOverWithinTwentySecondsAndStopWritingBeforeThat() {
    Duration looks = Duration.ofMillis((long) (Leadership.RETRY.toMillis() * LATEST_LOOKS));

    assertThat(Leadership.LEASE.plus(looks)).isLessThan(Duration.ofSeconds(20));
    // The clocks of two machines may run at speeds that differ by a lot more than they do.
    assertThat(Leadership.RENEW_DEADLINE.multipliedBy(5).dividedBy(4)).isLessThan(Leadership.LEASE);
  }
}
