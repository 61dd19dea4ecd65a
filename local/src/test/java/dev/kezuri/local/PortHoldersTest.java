// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortHoldersTest {
  private static final String LINE =
      "   0: 0100007F:2BCC 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 4711 1";

  @TempDir Path proc;

  @Test
  void shouldNameProcessAndCommandOfTheHolder() throws IOException {
    table(LINE);
    Path descriptors = Files.createDirectories(proc.resolve("123").resolve("fd"));
    Files.createSymbolicLink(descriptors.resolve("4"), Path.of("socket:[4711]"));
    Files.writeString(proc.resolve("123").resolve("cmdline"), "memcached\0-p\0" + "11212\0");

    assertThat(new PortHolders(proc).holder(11212)).isEqualTo("process 123 (memcached -p 11212)");
  }

  @Test
  void shouldSayWhatIsKnownWhenTheHolderIsHidden() throws IOException {
    table(LINE);

    assertThat(new PortHolders(proc).holder(11212)).isEqualTo("a process of another user");
    assertThat(new PortHolders(proc).holder(11213)).isEqualTo("a process that cannot be told");
  }

  private void table(String line) throws IOException {
    Files.createDirectories(proc.resolve("net"));
    Files.writeString(proc.resolve("net").resolve("tcp"), "  sl  local_address\n" + line + "\n");
  }
}
