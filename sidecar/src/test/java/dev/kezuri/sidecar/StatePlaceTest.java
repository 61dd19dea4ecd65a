// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a state folder may be: on a disk that can be written and has room. */
class StatePlaceTest {
  private static final Path MEMORY = Path.of("/dev/shm");

  @TempDir private Path temp;

  private SidecarProcess start(List<String> launcher, Path folder, String... more)
      throws IOException {
    String[] args = {"--worker-id", "17", "--state-dir", folder.toString()};
    String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return SidecarProcess.startUnder(launcher, temp, all);
  }

  /** What {@code check} says of the same folder, under the same rights. */
  private void foresees(List<String> launcher, Path folder, String why, String... more)
      throws Exception {
    String[] args = {"check", "--worker-id", "17", "--state-dir", folder.toString()};
    String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    try (SidecarProcess check = SidecarProcess.startUnder(launcher, temp, all)) {
      assertThat(check.awaitExit()).isEqualTo(ExitCode.STATE_UNUSABLE.code());
      assertThat(check.out()).contains("would refuse: ", why, "(exit code 12)", "remedy: ");
    }
  }

  private static void refuses(SidecarProcess sidecar, String why) throws Exception {
    try (sidecar) {
      assertThat(sidecar.awaitExit()).isEqualTo(ExitCode.STATE_UNUSABLE.code());
      assertThat(sidecar.err()).hasLineCount(1).contains(why);
    }
  }

  @Test
  void shouldRefuseAFolderInMemoryUnlessItIsAllowed() throws Exception {
    if (!Files.isDirectory(MEMORY) || !Files.getFileStore(MEMORY).type().equals("tmpfs")) {
      fail("this test needs a tmpfs at " + MEMORY + ": mount -t tmpfs tmpfs " + MEMORY);
    }
    Path folder = Files.createTempDirectory(MEMORY, "kezuri");
    try {
      foresees(List.of(), folder, "is in memory (tmpfs)");
      refuses(start(List.of(), folder), "is in memory (tmpfs)");
      try (SidecarProcess sidecar = start(List.of(), folder, "--allow-tmpfs").awaitReady()) {
        assertThat(sidecar.nextId()).isPositive();
      }
    } finally {
      for (String name : List.of("lock", "state", "state.new")) {
        Files.deleteIfExists(folder.resolve(name));
      }
      Files.delete(folder);
    }
  }

  @Test
  void shouldRefuseAFolderThatCannotBeWritten() throws Exception {
    Path folder = Files.createDirectory(temp.resolve("state"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));

    foresees(withoutRights(), folder, "is read-only for this user", "--allow-tmpfs");
    refuses(start(withoutRights(), folder, "--allow-tmpfs"), "cannot be locked");
    refuses(start(withoutRights(), folder.resolve("new"), "--allow-tmpfs"), "cannot be made");
  }

  /** Root may write everywhere, unless it gives up its capabilities. */
  private static List<String> withoutRights() {
    if (!System.getProperty("user.name").equals("root")) {
      return List.of();
    }
    return Optional.of(Path.of("/usr/bin/setpriv"))
        .filter(Files::isExecutable)
        .map(setpriv -> List.of(setpriv.toString(), "--bounding-set=-all", "--inh-caps=-all"))
        .orElseGet(() -> fail("as root this test needs setpriv: apt-get install util-linux"));
  }

  /** A limit on file sizes stops the write half-way, as a disk does that has no room left. */
  @Test
  void shouldRefuseAFolderWithoutRoomForItsRecords() throws Exception {
    Path folder = temp.resolve("state");
    List<String> shortOfRoom = List.of("/bin/sh", "-c", "ulimit -f 8 && exec \"$@\"", "sh");

    refuses(start(shortOfRoom, folder, "--allow-tmpfs"), "cannot be written: ");

    assertThat(folder.resolve("state")).as("a record comes into being whole").doesNotExist();
    try (SidecarProcess sidecar = start(List.of(), folder, "--allow-tmpfs").awaitReady()) {
      assertThat(sidecar.nextId()).as("with room again").isPositive();
    }
  }
}
