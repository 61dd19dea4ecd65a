// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeashTest {
  private static final Duration BOUND = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void shouldEndProcessesAndRemoveFolderWhenClosed() throws IOException {
    // Given
    Path work = Files.createDirectories(folder.resolve("work/deep"));
    Leash leash = Leash.on(folder.resolve("work"));
    Process ended = leash.start(new ProcessBuilder("true"));
    await().atMost(BOUND).until(() -> !ended.isAlive());
    // The shell's child too, which a signal to the shell alone would leave behind.
    Process running =
        leash.start(
            new ProcessBuilder("sh", "-c", "sleep 600 & echo $! >pid; wait")
                .directory(work.toFile()));
    await()
        .atMost(BOUND)
        .until(
            () ->
                Files.exists(work.resolve("pid"))
                    && !Files.readString(work.resolve("pid")).isBlank());
    long child = Long.parseLong(Files.readString(work.resolve("pid")).strip());

    // When
    leash.close();

    // Then
    await().atMost(BOUND).until(() -> !running.isAlive());
    await()
        .atMost(BOUND)
        .until(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    assertThat(folder.resolve("work")).doesNotExist();
  }

  @Test
  void shouldRemoveFolderWhenProcessesEndWhileItCloses() throws IOException {
    for (int round = 0; round < 20; round++) {
      // Given
      Path work = Files.createDirectories(folder.resolve("work" + round));
      Leash leash = Leash.on(work);
      Process running = leash.start(new ProcessBuilder("sleep", "600"));

      // When
      running.destroyForcibly();
      leash.close();

      // Then
      assertThat(work).doesNotExist();
    }
  }
}
