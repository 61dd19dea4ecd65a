// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenTest {
  @TempDir private Path folder;

  @Test
  void shouldFailWhenAFileWasNotRead() throws IOException {
    // Given
    Files.writeString(folder.resolve("in-a.txt"), "a");
    Files.writeString(folder.resolve("in-b.txt"), "b");
    GoldenCase golden = new GoldenCase(folder);

    // When
    assertThat(golden.read("in-a.txt")).isEqualTo("a");

    // Then
    assertThatThrownBy(golden::failOnUnread).hasMessageContaining("no test read [in-b.txt]");
    assertThat(golden.readAll("in-")).containsExactly("a", "b");
    golden.failOnUnread();
  }

  @Test
  void shouldShowTheLinesThatDifferWhenATextIsAnother() {
    assertThat(TextDiff.of("a\nb\nc\n", "a\nx\nc\n"))
        .isEqualTo("line 2, - expected, + actual:\n  a\n- b\n+ x\n  c\n  \n");
    assertThat(TextDiff.of("a\n", "a\na\n"))
        .isEqualTo("line 2, - expected, + actual:\n  a\n+ a\n  \n");
  }
}
