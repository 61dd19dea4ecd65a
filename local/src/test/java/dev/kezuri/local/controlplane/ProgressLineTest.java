// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);

  @Test
  void shouldSayStartAndEndOnLinesOfTheirOwnWithoutTerminal() {
    try (ProgressLine line = new ProgressLine(out, false, "building etcd", () -> "7 packages")) {
      line.done();
    }

    assertThat(said.toString(StandardCharsets.UTF_8))
        .matches("(building etcd … \\d+ s, 7 packages\n)+building etcd done \\d+ s, 7 packages\n");
  }

  @Test
  void shouldStayOnOneLineInTerminalAndTellFailure() {
    try (ProgressLine line = new ProgressLine(out, true, "building etcd", () -> "")) {
      assertThat(line).isNotNull();
    }

    assertThat(said.toString(StandardCharsets.UTF_8))
        .matches("(\rbuilding etcd … \\d+ s\u001b\\[K)+\rbuilding etcd failed \\d+ s\u001b\\[K\n");
  }
}
