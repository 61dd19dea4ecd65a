// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorOptionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--leases | no such flag: --leases",
        "--namespace | a value must follow: --namespace",
        "--management-port many | the management port must be 0 to 65535: many",
        "--management-port 65536 | the management port must be 0 to 65535: 65536",
      })
  void shouldNameTheFlagWhenItCannotBe(String words, String message) {
    assertThatThrownBy(() -> OperatorOptions.of(List.of(words.split(" ", -1)), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void shouldNameTheVariableWhenItCannotBe() {
    assertThatThrownBy(() -> OperatorOptions.of(List.of(), Map.of("KEZURI_LEADER_ELECTION", "no")))
        .hasMessage("KEZURI_LEADER_ELECTION must be true or false: no");
  }

  @Test
  void shouldPreferFlagsWhenVariablesSayOtherwise() {
    // When
    OperatorOptions options =
        OperatorOptions.of(
            List.of("--namespace", "ids", "--identity", "b", "--management-port", "0"),
            Map.of("KEZURI_NAMESPACE", "other", "KEZURI_IDENTITY", "a", "HOSTNAME", "h"));

    // Then
    assertThat(options.config().election()).contains(new OperatorConfig.Election("ids", "b"));
    assertThat(options.managementPort()).isZero();
  }

  @Test
  void shouldTellEachFlagAndExitCodeInItsHelp() {
    assertThat(OperatorOptions.HELP)
        .contains("--no-leader-election", "--namespace", "--identity", "--management-port")
        .contains("KEZURI_LOG_LEVEL");
    for (OperatorExit exit : OperatorExit.values()) {
      assertThat(OperatorOptions.HELP).containsPattern("[ ,\\n]" + exit.code() + " [a-z]");
    }
  }
}
