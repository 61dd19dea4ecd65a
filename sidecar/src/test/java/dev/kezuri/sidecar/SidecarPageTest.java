// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/sidecar.md says of flags and exit codes what the program says. */
class SidecarPageTest {
  private static String page() throws IOException {
    return Files.readString(Path.of("..", "docs", "sidecar.md"));
  }

  private static String code(String text) {
    return text == null ? "" : "`" + text + "`";
  }

  @Test
  void shouldListTheFlagsOfHelp() throws IOException {
    StringBuilder table =
        new StringBuilder("| flag | variable | without it | for |\n|---|---|---|---|\n");
    for (Flag flag : Flag.values()) {
      String otherwise = flag.otherwise() == null ? "" : flag.otherwise();
      table.append(
          String.format(
              "| %s | %s | %s | %s |%n",
              code(flag.usage()), code(flag.env()), otherwise, flag.help()));
    }

    assertThat(page()).contains(table);
  }

  @Test
  void shouldListTheFlagsOfKatsubushi() throws IOException {
    StringBuilder table = new StringBuilder("| katsubushi's | here |\n|---|---|\n");
    for (KatsubushiFlag flag : KatsubushiFlag.values()) {
      String refused = flag.isTaken() ? "" : "refused: ";
      table.append(String.format("| %s | %s%s |%n", code(flag.usage()), refused, flag.meaning()));
    }

    assertThat(page()).contains(table);
  }

  @Test
  void shouldListTheExitCodes() throws IOException {
    String page = page();
    for (ExitCode code : ExitCode.values()) {
      assertThat(page).contains("\n| " + code.code() + " | " + code.meaning() + " | ");
    }
  }
}
