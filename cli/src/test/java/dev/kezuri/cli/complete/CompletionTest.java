// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.complete;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class CompletionTest {
  private final List<String> asked = new ArrayList<>();

  private static CommandLine program() {
    CommandSpec status =
        CommandSpec.create()
            .addOption(option("-n", "--namespace").arity("1").description("Where.").build())
            .addOption(option("-A", "--all-namespaces").arity("0").build())
            .addOption(option("-o", "--output").arity("1").build())
            .addOption(option("--kubeconfig").arity("1").build())
            .addOption(option("--context").arity("1").build());
    status.usageMessage().description("Say how it is.");
    CommandSpec hidden = CommandSpec.create();
    hidden.usageMessage().hidden(true);
    CommandSpec program =
        CommandSpec.create().addSubcommand("status", status).addSubcommand("stale", hidden);
    return new CommandLine(program);
  }

  private static OptionSpec.Builder option(String name, String... more) {
    return OptionSpec.builder(name, more);
  }

  private List<String> names(Names.Of kind, Map<String, String> given) {
    asked.add(kind + " " + given);
    return switch (kind) {
      case GENERATORS -> List.of("orders", "others", "users");
      case NAMESPACES -> List.of("shop", "kube-system");
      default -> List.of("here");
    };
  }

  private String complete(String... typed) {
    return Completion.of(program(), List.of(typed), this::names).lines();
  }

  @Test
  void shouldOfferCommandsWithWhatTheyAre() {
    assertThat(complete("st")).isEqualTo("status\tSay how it is.\n:4\n");
    assertThat(complete("x")).isEqualTo(":4\n");
    assertThat(asked).isEmpty();
  }

  @Test
  void shouldOfferOptionsOfTheCommand() {
    assertThat(complete("status", "--n")).isEqualTo("--namespace\tWhere.\n:4\n");
    assertThat(complete("status", "-")).contains("--output\n", "--all-namespaces\n");
  }

  @Test
  void shouldOfferGeneratorsOfTheNamespaceThatWasTyped() {
    assertThat(complete("status", "-n", "shop", "o")).isEqualTo("orders\nothers\n:4\n");
    assertThat(asked).containsExactly("GENERATORS {--namespace=shop}");
    assertThat(complete("status", "--context=c", "shop/u")).isEqualTo("shop/users\n:4\n");
    assertThat(asked.getLast()).isEqualTo("GENERATORS {--context=c, --namespace=shop}");
    assertThat(complete("status", "-A", "")).isEqualTo(":4\n");
  }

  @Test
  void shouldOfferValuesOfAnOptionInBothForms() {
    assertThat(complete("status", "-o", "")).isEqualTo("table\nwide\njson\nyaml\n:4\n");
    assertThat(complete("status", "--output=w")).isEqualTo("wide\n:4\n");
    assertThat(complete("status", "--namespace", "s")).isEqualTo("shop\n:4\n");
    assertThat(complete("status", "--context", "")).isEqualTo("here\n:4\n");
  }

  @Test
  void shouldLeaveFilesToTheShell() {
    assertThat(complete("status", "--kubeconfig", "x")).isEqualTo(":0\n");
  }

  @Test
  void shouldOfferNothingWhereNothingIsKnown() {
    assertThat(complete()).isEqualTo(":4\n");
    assertThat(complete("status", "--nosuch=")).isEqualTo(":4\n");
    assertThat(complete("stale", "")).isEqualTo(":4\n");
  }
}
