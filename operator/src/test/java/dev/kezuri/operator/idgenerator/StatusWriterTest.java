// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.api.v1alpha1.LayoutSpec;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatusWriterTest {
  private static final String STATUS = "put idgenerators";

  private final LoopRig rig = new LoopRig();

  @Test
  void shouldWriteNothingWhenTimePassesAndNothingHappens() {
    // Given
    rig.apply(null, 0);
    rig.pod("p");
    rig.settle();
    rig.pod("waits");
    rig.settle();
    rig.advance(Duration.ofSeconds(5));
    rig.settle();
    int before = rig.cluster.writes().size();

    // When
    for (int s = 0; s < 120; s++) {
      rig.advance(Duration.ofSeconds(1));
      rig.turn();
    }

    // Then
    assertThat(rig.cluster.writes()).hasSize(before);
  }

  @Test
  void shouldWriteEveryTwoSecondsAtMostWhenPodsComeOneByOne() {
    // Given
    rig.apply(null, 1023);
    rig.pod("first");
    rig.settle();
    rig.advance(Duration.ofSeconds(10));
    long before = rig.writes(STATUS);

    // When
    IntStream.range(0, 100).forEach(this::podEachTenthOfASecond);

    // Then
    // Ten seconds; the strides of 16 write "provisioned" as well.
    long strides = 100 / 16;
    assertThat(rig.writes(STATUS) - before).isBetween(4L, 6 + strides);
    rig.advance(Duration.ofSeconds(2));
    rig.settle();
    assertThat(rig.generator().getStatus().active()).isEqualTo(101);
  }

  private void podEachTenthOfASecond(int number) {
    rig.pod("p" + number);
    rig.turn();
    rig.advance(Duration.ofMillis(100));
  }

  @Test
  void shouldComeAgainByItselfWhenNumbersAreNotYetWritten() {
    // Given
    rig.apply(null, 1023);
    rig.pod("p");
    rig.settle();
    rig.advance(Duration.ofSeconds(2));
    rig.settle();

    // When
    rig.pod("q");
    rig.turn();
    rig.advance(Duration.ofMillis(500));
    rig.pod("r");
    Duration look = rig.turn();

    // Then
    assertThat(look).isEqualTo(Duration.ofMillis(1500));
    rig.advance(look);
    rig.turn();
    assertThat(rig.generator().getStatus().active()).isEqualTo(3);
  }

  @Test
  void shouldSayWhenTheNextNumberIsFreeWhenOneRests() {
    // Given
    rig.apply(null, 0);
    rig.cluster.delete(granted());
    rig.pod("waits");

    // When
    rig.settle();

    // Then
    IdGeneratorStatus status = rig.generator().getStatus();
    assertThat(status.nextFree()).isEqualTo("2026-11-23T08:15:00.000Z");
    assertThat(status.conditions())
        .filteredOn(condition -> condition.getType().equals("Exhausted"))
        .singleElement()
        .satisfies(
            condition ->
                assertThat(condition.getMessage())
                    .startsWith(
                        "1 pod waits, the first since 2026-11-23T08:00:00.000Z; of 1 numbers 0 are"
                            + " held and 1 rest; the next number is free at"
                            + " 2026-11-23T08:15:00.000Z, or when a pod ends."));
  }

  private Pod granted() {
    rig.pod("p");
    rig.settle();
    return rig.live("p");
  }

  @Test
  void shouldWarnAYearBeforeTheTimestampsEndAndNotBefore() {
    // Given: 397 days and some hours
    rig.apply(new LayoutSpec("2026-11-23T00:00:00.000Z", 35, null, null), 1023);
    rig.settle();

    // When, Then
    rig.advance(Duration.ofDays(32));
    rig.settle();
    assertThat(rig.condition("TimestampExhausting")).contains("False");
    rig.advance(Duration.ofDays(1));
    rig.settle();
    assertThat(rig.condition("TimestampExhausting")).contains("True");
    assertThat(rig.condition("Ready")).contains("True");
  }

  @Test
  void shouldWriteAtOnceWhenAConditionTurns() {
    // Given
    rig.apply(null, 0);
    rig.pod("p");
    rig.settle();
    assertThat(rig.condition("Exhausted")).contains("False");

    // When
    rig.pod("waits");
    rig.turn();

    // Then
    assertThat(rig.condition("Exhausted")).contains("True");
    assertThat(rig.generator().getStatus().waiting()).isEqualTo(1);
    assertThat(rig.generator().getStatus().waitingSince()).isEqualTo("2026-11-23T08:00:00.000Z");
  }
}
