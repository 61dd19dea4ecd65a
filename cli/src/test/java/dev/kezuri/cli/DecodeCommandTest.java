// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecodeCommandTest {
  private final CommandLineRun cli = new CommandLineRun();

  @Test
  void shouldShowPartsWhenIdIsGood() {
    assertThat(cli.run("decode", "1574333684121669632")).isZero();
    assertThat(cli.out()).contains("1574333684121669632   2026-11-23T08:00:00.000Z   17       0\n");
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void shouldPrintTheGoodAndNameTheBadWhenMixed() {
    assertThat(cli.run("decode", "12x", "4190215", "-5", "9223372036854775808", "-o", "yaml"))
        .isEqualTo(2);
    assertThat(cli.out()).startsWith("- id: \"4190215\"\n").containsOnlyOnce("id:");
    assertThat(cli.err())
        .isEqualTo(
            """
            error: an ID is a decimal number: 12x
            error: an ID must not be negative: -5
            error: an ID has at most 63 bits: 9223372036854775808
            """);
  }

  @Test
  void shouldReadStandardInputWhenDash() {
    cli.stdin("4190215\n\n  1574333684121669632\t7\n");

    assertThat(cli.run("decode", "-")).isZero();
    assertThat(cli.out().lines()).hasSize(4);
  }

  @Test
  void shouldUseLayoutWhenGiven() {
    assertThat(
            cli.run(
                "decode",
                "--layout",
                "41/4/8",
                "--epoch=2025-01-01T00:00:00Z",
                "8191",
                "-o",
                "json"))
        .isZero();
    assertThat(cli.out())
        .contains(
            "\"time\": \"2025-01-01T00:00:00.001Z\"", "\"workerId\": 15", "\"sequence\": 255");
  }

  @Test
  void shouldSayWidthWhenIdIsWiderThanLayout() {
    assertThat(cli.run("decode", "--layout=41/4/8", "9223372036854775807")).isEqualTo(2);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err())
        .isEqualTo("error: an ID of this layout has 53 bits: 9223372036854775807\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --layout=41/10         | --layout must be timestamp/worker/sequence bits, such as 41/10/12: 41/10
          --layout=50/10/12      | timestampBits + workerBits + sequenceBits must be at most 63: 72
          --epoch=yesterday      | --epoch must be a UTC time in whole ms, such as 2015-01-01T00:00:00Z: yesterday
          --epoch=2015-01-01T00:00:00.0001Z | --epoch must be a UTC time in whole ms, such as 2015-01-01T00:00:00Z: 2015-01-01T00:00:00.0001Z
          --epoch=+1000000000-01-01T00:00:00Z | --epoch must be a UTC time in whole ms, such as 2015-01-01T00:00:00Z: +1000000000-01-01T00:00:00Z
          --layuot=41/10/12      | unknown option: --layuot=41/10/12
          -o=name                | -o must be table, wide, json or yaml: name
          -o=xml                 | Invalid value for option '--output': must be table, wide, json, yaml or name: xml
          """)
  void shouldRefuseWhenArgumentIsWrong(String argument, String reason) {
    assertThat(cli.run("decode", argument, "1")).isEqualTo(2);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err()).isEqualTo("error: " + reason + "\nsee kubectl-kezuri decode --help\n");
  }

  @Test
  void shouldRefuseWhenNothingIsGiven() {
    assertThat(cli.run("decode")).isEqualTo(2);
    assertThat(cli.err()).startsWith("error: Missing required parameter: 'ID'\n");
  }

  @Test
  void shouldRefuseLayoutWhenGeneratorBringsOne() {
    assertThat(cli.run("decode", "--generator=shop/orders", "--layout=41/10/12", "1")).isEqualTo(2);
    assertThat(cli.err()).startsWith("error: --generator brings its own layout");
  }

  @Test
  void shouldShowHelpWhenCalledAloneOrAsked() {
    assertThat(cli.run()).isZero();
    assertThat(cli.out()).contains("decode", "workers", "Exit codes:");
    assertThat(cli.run("decode", "--help")).isZero();
    assertThat(cli.out()).contains("--layout=BITS", "Examples:");
    assertThat(cli.run("--version")).isZero();
    assertThat(cli.out()).startsWith("kezuri ");
  }
}
