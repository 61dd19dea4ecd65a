// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import static dev.kezuri.issue.Leases.HOUR;
import static dev.kezuri.issue.Leases.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private final ManualClock time = new ManualClock(NOON);
  private final SteadyClock clock = new SteadyClock(time);

  private long now() {
    return clock.nowMs(NOON, NOON + HOUR);
  }

  @Test
  void shouldFollowTheWallClockWhenItMovesOn() {
    assertThat(now()).isEqualTo(NOON);
    time.pass(5);
    assertThat(now()).isEqualTo(NOON + 5);
    time.setWall(NOON + 1000);
    assertThat(now()).isEqualTo(NOON + 1000);
  }

  @Test
  void shouldRunAtNineTenthsWhenTheWallClockIsBehind() {
    // Given
    now();
    time.setWall(NOON - 500);
    // When
    time.pass(1000);
    // Then
    assertThat(now()).isEqualTo(NOON + 900);
    assertThat(clock.aheadOfWallMs()).isEqualTo(400);
    time.pass(4000);
    assertThat(now()).as("caught up").isEqualTo(NOON + 4500);
    assertThat(clock.aheadOfWallMs()).isZero();
  }

  @Test
  void shouldHaveNoTimeWhenNoReadingWasInside() {
    time.setWall(NOON - 1);
    assertThat(now()).isEqualTo(SteadyClock.NO_READING);
    time.setWall(NOON + HOUR);
    assertThat(now()).isEqualTo(SteadyClock.NO_READING);
    assertThat(clock.aheadOfWallMs()).isZero();
  }

  @Test
  void shouldNotBePushedAheadWhenTheWallClockIsHoursOff() {
    // Given
    now();
    // When
    time.setWall(NOON + 5 * HOUR);
    time.runMonotonic(1000);
    // Then
    assertThat(now()).isEqualTo(NOON + 900);
    time.setWall(NOON + 1000);
    assertThat(now()).isEqualTo(NOON + 1000);
  }

  @Test
  void shouldRunOnWhenTheWallClockStandsStill() {
    now();
    time.runMonotonic(10);
    assertThat(now()).isEqualTo(NOON + 9);
  }

  @Test
  void shouldRunFromWhatItWasRaisedTo() {
    now();
    clock.raiseTo(NOON + 2000);
    assertThat(now()).isEqualTo(NOON + 2000);
    time.pass(100);
    assertThat(now()).isEqualTo(NOON + 2090);
  }

  @Test
  void shouldAdoptNothingWhenPeekedAt() {
    assertThat(clock.peekMs(NOON, NOON + HOUR)).isEqualTo(NOON);
    time.setWall(NOON - 1);
    assertThat(now()).isEqualTo(SteadyClock.NO_READING);
  }
}
