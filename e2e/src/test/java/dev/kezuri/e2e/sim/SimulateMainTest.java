// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SimulateMainTest {
  private static final int WRONG_CALL = 2;

  private final StringWriter err = new StringWriter();

  private int simulate(String... words) {
    return new CommandLine(new SimulateMain()).setErr(new PrintWriter(err)).execute(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--seeds", "--pod-days", "--threads"})
  void shouldRefuseNumbersOfWhichNothingWouldBeTried(String option) {
    // When
    int exit = simulate(option, "0");

    // Then
    assertThat(exit).isEqualTo(WRONG_CALL);
    assertThat(err.toString()).startsWith(option + " must be more than 0");
  }

  @Test
  void shouldSayBeforeTheFirstWorldThatSumsCannotBeRemembered(@TempDir Path folder) {
    // When
    int exit = simulate("--resume", folder.resolve("missing/sums").toString());

    // Then
    assertThat(exit).isEqualTo(WRONG_CALL);
    assertThat(err.toString()).startsWith("--resume: ").contains("missing/sums cannot be written");
  }

  @Test
  void shouldLeaveAFileAloneThatIsNotOfSums(@TempDir Path folder) throws Exception {
    // Given
    Path file = folder.resolve("notes");
    Files.writeString(file, "of somebody\nlong worlds from seed 1\n");

    // When
    int exit = simulate("--resume", file.toString());

    // Then
    assertThat(exit).isEqualTo(WRONG_CALL);
    assertThat(err.toString()).startsWith("--resume: no sums: of somebody");
    assertThat(file).hasContent("of somebody\nlong worlds from seed 1\n");
  }
}
