// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.v1alpha1.WorkerId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A CRD without the ledger's rules: nothing is granted, and it goes on once they are back. */
class LedgerRulesLoopTest {
  private final LoopRig rig = new LoopRig();

  @Test
  void shouldGrantNothingFromAnEmptyLedgerWhenTheRulesAreMissing() {
    // Given
    rig.cluster.unguard();
    rig.apply(null, 1023);
    rig.pod("p");
    // When
    rig.settle();
    // Then
    assertThat(rig.condition("Unguarded")).contains("True");
    assertThat(PodFacts.of(rig.live("p")).lease()).isEmpty();
    assertThat(rig.cluster.all(WorkerId.class))
        .hasSize(16)
        .allMatch(object -> object.getStatus().window() == null);
  }

  @Test
  void shouldGrantWithinAMinuteWhenTheRulesAreBack() {
    // Given
    rig.cluster.unguard();
    rig.apply(null, 1023);
    rig.pod("p");
    rig.settle();
    // When
    rig.cluster.guard();
    Duration waited = Duration.ZERO;
    while (waited.compareTo(Duration.ofSeconds(30)) < 0) {
      Duration look = rig.turn();
      rig.advance(look);
      waited = waited.plus(look);
    }
    rig.turn();
    // Then
    assertThat(waited).isLessThanOrEqualTo(Duration.ofSeconds(60));
    assertThat(rig.condition("Unguarded")).contains("False");
    assertThat(rig.lease("p").workerId()).isZero();
  }

  /** As when the CRD is deleted, and made again as it should be. */
  @Test
  void shouldMakeNumbersAnewWhenTheRulesAreBackAndTheLedgerIsGone() {
    // Given
    rig.apply(null, 15);
    rig.pod("p");
    rig.settle();
    rig.cluster.unguard();
    rig.advance(Duration.ofHours(2));
    rig.settle();
    assertThat(rig.condition("Unguarded")).contains("True");
    rig.cluster.all(WorkerId.class).forEach(rig.cluster::delete);
    // When
    rig.cluster.guard();
    rig.advance(Duration.ofMinutes(1));
    rig.settle();
    // Then
    assertThat(rig.condition("Unguarded")).contains("False");
    assertThat(rig.cluster.all(WorkerId.class)).hasSize(16);
  }

  @Test
  void shouldTryTheRulesBetweenTheFirstStrideAndTheFirstGrant() {
    // Given
    rig.apply(null, 1023);
    rig.pod("p");
    // When
    Duration look = rig.turn();
    // Then
    assertThat(PodFacts.of(rig.live("p")).lease()).isEmpty();
    assertThat(look).isLessThan(Duration.ofSeconds(1));
    // When
    rig.turn();
    // Then
    assertThat(rig.lease("p").workerId()).isZero();
  }
}
