// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kezuri.issue.IdIssuer;
import dev.kezuri.issue.Refusal;
import dev.kezuri.issue.StateFolder;
import dev.kezuri.issue.TimeSource;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.LeaseCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A volume as the kubelet projects it: lease.json -> ..data/lease.json, ..data -> a dated folder.
 */
class LeaseWatcherTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private Path temp;
  private final List<Lease> adopted = new ArrayList<>();
  private Path volume;
  private StateFolder state;
  private IdIssuer issuer;
  private LeaseIntake intake;
  private LeaseWatcher watcher;
  private int swaps;

  @BeforeEach
  void start() throws IOException {
    volume = temp.resolve("lease");
    state = StateFolder.open(temp.resolve("state"), true);
    issuer = new IdIssuer(TimeSource.SYSTEM, state, Runnable::run, () -> {});
    LastWord lastWord = new LastWord(Optional.empty());
    intake =
        new LeaseIntake(
            issuer, state, lastWord, new Exit(), TimeSource.SYSTEM, false, adopted::add);
    watcher = new LeaseWatcher(new LeaseFile(volume.resolve("lease.json"), Leases.POD), intake);
  }

  @AfterEach
  void stop() throws Exception {
    watcher.stop();
    state.close();
  }

  private void project(String text) throws IOException {
    Path dated = Files.createDirectory(volume.resolve("..2026_11_23_" + ++swaps));
    Files.writeString(dated.resolve("lease.json"), text);
    Path link = Files.createSymbolicLink(volume.resolve("..data_tmp"), dated.getFileName());
    Files.move(link, volume.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    if (swaps == 1) {
      Files.createSymbolicLink(volume.resolve("lease.json"), Path.of("..data/lease.json"));
    }
  }

  private Optional<Integer> turn() {
    return issuer.lease().map(Lease::turn);
  }

  @Test
  void shouldFollowWhenTheKubeletSwapsTheVolume() throws IOException {
    // Given
    Files.createDirectory(volume);
    project(LeaseCodec.write(Leases.of(Leases.POD, 0)));
    watcher.start();
    await().atMost(LONG).until(() -> turn().equals(Optional.of(0)));

    // When
    project(LeaseCodec.write(Leases.of(Leases.POD, 1)));

    // Then
    await().atMost(LONG).until(() -> turn().equals(Optional.of(1)));
    await().atMost(LONG).until(() -> adopted.size() == 2);
  }

  @Test
  void shouldGoOnWhenAGoodLeaseFollowsABadOne() throws IOException {
    // Given
    Files.createDirectory(volume);
    project("{");
    watcher.start();
    await().atMost(LONG).until(() -> intake.reason(Refusal.NO_LEASE).contains("lease.json"));
    assertThat(issuer.nextId()).isNegative();

    // When
    project(LeaseCodec.write(Leases.of(Leases.POD, 0)));

    // Then
    await().atMost(LONG).until(() -> issuer.refusal().isEmpty());
    assertThat(intake.reason(Refusal.NO_LEASE)).doesNotContain("lease.json");
  }

  @Test
  void shouldKeepTheLeaseWhenTheFileTurnsBadOrOld() throws IOException {
    // Given
    Files.createDirectory(volume);
    project(LeaseCodec.write(Leases.of(Leases.POD, 0)));
    watcher.start();
    await().atMost(LONG).until(() -> issuer.refusal().isEmpty());

    // When
    project("");
    await().atMost(LONG).until(() -> intake.reason(Refusal.NO_LEASE).contains("lease.json"));

    // Then
    assertThat(issuer.refusal()).isEmpty();
  }

  @Test
  void shouldWaitForTheFolderWhenItIsNotThereYet() throws IOException {
    watcher.start();
    await().atMost(LONG).until(() -> intake.reason(Refusal.NO_LEASE).contains("no such file"));

    Files.createDirectory(volume);
    project(LeaseCodec.write(Leases.of(Leases.POD, 0)));

    await().atMost(LONG).until(() -> issuer.refusal().isEmpty());
  }
}
