// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import static dev.kezuri.issue.Leases.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kezuri.issue.StateFolderException.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The state folder on the machine's own file systems. */
class RealDiskTest {
  private final StateRecord first = StateRecord.first(Leases.inTurn(0));
  @TempDir Path temp;

  private static void assertRefused(Path folder, boolean allowTmpfs, Reason reason) {
    assertThatThrownBy(() -> StateFolder.open(folder, allowTmpfs))
        .isInstanceOfSatisfying(
            StateFolderException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining(folder.toString())
        .message()
        .doesNotContain("\n");
  }

  @Test
  void shouldMakeTheFolderAndRemember() throws Exception {
    // Given
    Path folder = temp.resolve("a/b");
    // When
    try (StateFolder state = StateFolder.open(folder, true)) {
      state.write(first);
      state.write(first.reservedUntil(NOON + 1));
      state.markStateLost();
    }
    // Then
    try (StateFolder state = StateFolder.open(folder, true);
        Stream<Path> files = Files.list(folder)) {
      assertThat(state.record()).contains(first.reservedUntil(NOON + 1));
      assertThat(state.stateLostBefore()).isTrue();
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("lock", "state", "state-lost");
      assertThat(folder.resolve("state")).hasSize(4 * StateBlock.SIZE);
    }
  }

  @Test
  void shouldBeBusyForASecondOpenerOfThisProcessAndStayLocked() throws Exception {
    try (StateFolder state = StateFolder.open(temp, true)) {
      assertThat(state.record()).isEmpty();
      for (int i = 0; i < 2; i++) {
        assertBusyHere();
      }
      assertThat(openedByAnotherProcess()).as("by another process").isEqualTo("BUSY");
    }
    assertThat(openedByAnotherProcess()).isEqualTo("opened");
  }

  private void assertBusyHere() {
    assertThatThrownBy(() -> StateFolder.open(temp, true))
        .isInstanceOfSatisfying(
            StateFolderException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BUSY));
  }

  private String openedByAnotherProcess() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                OpenStateFolder.class.getName(),
                temp.toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      return String.join("\n", out.lines().toList());
    }
  }

  @Test
  void shouldRefuseAFolderThatMayNotBeWritten() throws IOException {
    Path folder = temp;
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    if (Files.isWritable(folder)) {
      folder = Path.of("/sys"); // root may write anywhere but here
    }
    assertRefused(folder, true, Reason.READ_ONLY);
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void shouldSayThatTheDiskIsFull() throws IOException {
    try (Disk disk = Disk.real(Path.of("/dev"));
        Disk.DiskFile full = disk.open("full")) {
      assertThatThrownBy(() -> full.write(new byte[1], 0))
          .isInstanceOfSatisfying(
              StateFolderException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FULL));
    }
  }

  @Test
  void shouldRefuseAPathThatIsAFile() throws IOException {
    assertRefused(Files.writeString(temp.resolve("file"), ""), true, Reason.UNUSABLE);
  }

  @Test
  void shouldRefuseMemoryUnlessAllowed() throws IOException {
    Path shm = Files.isDirectory(Path.of("/dev/shm")) ? Path.of("/dev/shm") : temp;
    Path folder = Files.createTempDirectory(shm, "kezuri-test");
    try {
      if (Files.getFileStore(shm).type().equals("tmpfs")) {
        assertRefused(folder, false, Reason.TMPFS);
      }
      StateFolder.open(folder, true).close();
    } finally {
      Files.deleteIfExists(folder.resolve("lock"));
      Files.deleteIfExists(folder.resolve("state.new"));
      Files.delete(folder);
    }
  }
}
