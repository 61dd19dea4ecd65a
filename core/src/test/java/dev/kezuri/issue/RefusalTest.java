// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {
  @ParameterizedTest
  @EnumSource(Refusal.class)
  void shouldComeBackFromItsCode(Refusal refusal) {
    assertThat(refusal.code()).isNegative();
    assertThat(Refusal.of(refusal.code())).isEqualTo(refusal);
    assertThat(refusal.reason()).isNotBlank().doesNotContain("\n").isPrintable();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -11, Long.MIN_VALUE})
  void shouldRefuseWhatIsNoCode(long code) {
    assertThatThrownBy(() -> Refusal.of(code)).hasMessageContaining(String.valueOf(code));
  }

  @Test
  void shouldPassOnlyWhenWaitingHelps() {
    EnumSet<Refusal> passing = EnumSet.allOf(Refusal.class);
    passing.removeIf(refusal -> !refusal.passing());
    assertThat(passing).containsExactly(Refusal.MILLISECOND_FULL, Refusal.AWAITING_DISK);
  }
}
