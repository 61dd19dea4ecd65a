// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HelpTextTest {
  private static final String HELP = HelpText.server();

  @ParameterizedTest
  @EnumSource(Flag.class)
  void shouldNameEachFlagWithVariableAndDefault(Flag flag) {
    assertThat(HELP).containsOnlyOnce("\n  " + flag.usage() + (flag.env() == null ? "\n" : "  "));
    if (flag.env() != null) {
      assertThat(HELP).contains(" " + flag.env());
    }
    if (flag.otherwise() != null) {
      assertThat(HELP.replaceAll("\\n +", " ")).contains("[" + flag.otherwise() + "]");
    }
  }

  @ParameterizedTest
  @EnumSource(KatsubushiFlag.class)
  void shouldNameEachFlagOfKatsubushi(KatsubushiFlag flag) {
    assertThat(HELP).containsOnlyOnce("\n  " + flag.usage() + "  ");
  }

  @Test
  void shouldFitATerminalOf100Columns() {
    assertThat(HELP.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    assertThat(HELP.lines()).noneMatch(line -> line.endsWith(" "));
  }
}
