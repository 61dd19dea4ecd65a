// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Read from the runtime that runs the test. */
class ElfFileTest {
  private static final Path RUNTIME = Path.of(System.getProperty("java.home"));

  @TempDir private Path folder;

  @Test
  void shouldTellLoaderAndLibrariesOfAProgram() throws IOException {
    ElfFile java = ElfFile.read(RUNTIME.resolve("bin/java")).orElseThrow();

    assertThat(java.interpreter().orElseThrow()).startsWith("/lib").contains("ld-linux");
    assertThat(java.needed()).contains("libjli.so", "libc.so.6");
    assertThat(Architecture.of(java)).isIn((Object[]) Architecture.values());
  }

  @Test
  void shouldTellNoLoaderOfALibrary() throws IOException {
    ElfFile library = ElfFile.read(RUNTIME.resolve("lib/server/libjvm.so")).orElseThrow();

    assertThat(library.interpreter()).isEmpty();
    assertThat(library.needed()).contains("libm.so.6", "libc.so.6").doesNotContain("libjvm.so");
  }

  @Test
  void shouldTakeOtherFilesForWhatTheyAre() throws IOException {
    assertThat(ElfFile.read(RUNTIME.resolve("release"))).isEmpty();
    assertThat(ElfFile.read(Files.createFile(folder.resolve("empty")))).isEmpty();
  }

  @Test
  void shouldRefuseAMachineThatNoImageIsFor() throws IOException {
    byte[] bytes = new byte[64];
    System.arraycopy(new byte[] {0x7f, 'E', 'L', 'F', 2, 1}, 0, bytes, 0, 6);
    bytes[18] = 22;
    ElfFile other = ElfFile.read(Files.write(folder.resolve("other"), bytes)).orElseThrow();
    assertThatThrownBy(() -> Architecture.of(other)).hasMessageContaining("amd64 and arm64");

    bytes[4] = 1;
    Path narrow = Files.write(folder.resolve("narrow"), bytes);
    assertThatThrownBy(() -> ElfFile.read(narrow)).hasMessageContaining("32 bits");
  }
}
