// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.operator.Health.Informers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HealthTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);
  private Informers informers = Informers.WATCHING;
  private boolean leads = true;
  private final Health health = new Health(nanos::get, () -> leads, () -> informers);

  @Test
  void shouldBeWellWhenNothingHappensForLong() {
    // When
    working(Duration.ofHours(2));

    // Then
    assertThat(health.trouble()).isEmpty();
  }

  @Test
  void shouldBeIllAtOnceWhenAnInformerHasStopped() {
    // When
    informers = Informers.DEAD;

    // Then
    assertThat(health.trouble()).contains("an informer has stopped");
  }

  @Test
  void shouldBeIllWhenAWatchStaysClosedThoughTheServerAnswers() {
    // Given
    informers = Informers.RECONNECTING;
    assertThat(health.trouble()).isEmpty();

    // When
    working(Duration.ofSeconds(121));

    // Then
    assertThat(health.trouble()).contains("an informer does not watch, and the API server answers");
    informers = Informers.WATCHING;
    assertThat(health.trouble()).isEmpty();
  }

  @Test
  void shouldBeWellWhenTheServerDoesNotAnswerEither() {
    // Given
    informers = Informers.RECONNECTING;
    health.trouble();

    // When
    nanos.addAndGet(Duration.ofHours(1).toNanos());

    // Then
    assertThat(health.trouble()).isEmpty();
    assertThat(health.quiet()).isTrue();
  }

  @Test
  void shouldBeIllWhenATurnDoesNotEnd() {
    // When
    health.take(
        "shop/orders",
        () -> {
          working(Duration.ofMinutes(11));

          // Then
          assertThat(health.trouble()).contains("a turn does not end: shop/orders");
          return Duration.ZERO;
        });
    assertThat(health.trouble()).isEmpty();
  }

  @Test
  void shouldForgetATurnWhenItFails() {
    // When
    try {
      health.take(
          "shop/orders",
          () -> {
            throw new IllegalStateException("no");
          });
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("no");
    }
    working(Duration.ofMinutes(11));

    // Then
    assertThat(health.trouble()).isEmpty();
  }

  @Test
  void shouldBeIllWhenTheLeadersSweepsStandStill() {
    // When
    nanos.addAndGet(Duration.ofMinutes(11).toNanos());
    health.answered();

    // Then
    assertThat(health.trouble()).contains("no sweep has ended for 10 min");
    leads = false;
    assertThat(health.trouble()).isEmpty();
  }

  @Test
  void shouldMakeNoTurnWhenItDoesNotLead() {
    // Given
    leads = false;

    // When
    var look =
        health.take(
            "shop/orders",
            () -> {
              throw new AssertionError("a turn");
            });

    // Then
    assertThat(look).isEmpty();
  }

  /** Time goes by, sweeps end, the API server answers, the kubelet probes. */
  private void working(Duration time) {
    for (long s = 0; s < time.toSeconds(); s += 5) {
      nanos.addAndGet(Duration.ofSeconds(5).toNanos());
      health.answered();
      health.sweepEnded();
      var _ = health.trouble();
    }
  }
}
