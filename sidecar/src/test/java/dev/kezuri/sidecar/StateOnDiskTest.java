// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.issue.StatePreview;
import dev.kezuri.lease.Resignation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real process makes of a state file that was hurt, is another's, or is older. */
class StateOnDiskTest {
  private static final int BLOCK = 4096;

  @TempDir private Path temp;
  private PodOnDisk pod;

  @BeforeEach
  void setUp() {
    pod = new PodOnDisk(temp);
  }

  /** Makes a byte of each of these blocks another one. */
  private void hurt(int... blocks) throws IOException {
    byte[] bytes = Files.readAllBytes(pod.stateFile());
    assertThat(bytes).hasSize(4 * BLOCK);
    for (int block : blocks) {
      bytes[block * BLOCK + 77] ^= 1;
    }
    Files.write(pod.stateFile(), bytes);
  }

  private StatePreview preview() throws IOException {
    return StatePreview.of(Optional.of(Files.readAllBytes(pod.stateFile())));
  }

  /** Issues IDs until it is killed; returns the last. */
  private long issueAndKill() throws IOException {
    try (SidecarProcess sidecar = pod.start().awaitReady()) {
      return sidecar.nextId();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void shouldGoOnAboveWhatItIssuedWhenABlockHasRotted(int block) throws IOException {
    pod.writeLease(0);
    long before = issueAndKill();
    OptionalLong reserved = preview().untilMs();
    hurt(block);
    assertThat(preview().untilMs()).as("its copy says the same").isEqualTo(reserved);

    try (SidecarProcess sidecar = pod.start().awaitReady()) {
      assertThat(sidecar.nextId()).isGreaterThan(before);
    }
  }

  /** Both copies of a slot are written together: a power cut may leave neither whole. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void shouldGoOnByTheOtherSlotWhenOneIsTorn(int slot) throws IOException {
    // Given: nothing was reserved yet, so that what the slot held was never used
    pod.writeLease(0);
    try (SidecarProcess sidecar = pod.start().awaitReady()) {
      sidecar.kill();
    }
    hurt(slot, slot + 2);
    assertThat(preview().damagedBlocks()).isEqualTo(2);

    // When
    try (SidecarProcess sidecar = pod.start().awaitReady()) {
      // Then
      assertThat(sidecar.nextId()).isPositive();
      sidecar.terminate();
      assertThat(sidecar.awaitExit()).isZero();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assertThat(preview().damagedBlocks()).as("the last record is in both slots").isZero();
  }

  @Test
  void shouldExitOnceAndThenRefuseWhenBothSlotsAreDamaged() throws Exception {
    pod.writeLease(0);
    issueAndKill();
    hurt(0, 1, 2, 3);

    refusesAsLost("damaged");
  }

  @Test
  void shouldExitOnceAndThenRefuseWhenTheFolderIsAnotherPods() throws Exception {
    pod.writeLease("another", 0);
    try (SidecarProcess sidecar = pod.start("another").awaitReady()) {
      assertThat(sidecar.nextId()).isPositive();
    }
    pod.writeLease(0);

    refusesAsLost("another");
  }

  private void refusesAsLost(String why) throws Exception {
    try (SidecarProcess first = pod.start()) {
      assertThat(first.awaitExit()).isEqualTo(ExitCode.STATE_LOST.code());
      assertThat(Files.readString(pod.message())).startsWith("state lost: ").contains(why);
    }
    try (SidecarProcess second = pod.start().awaitLog("event=state_lost")) {
      assertThat(second.ask("get a")).startsWith("SERVER_ERROR the state folder was lost");
      assertThat(second.page("/readyz").statusCode()).isEqualTo(503);
      second.terminate();
      assertThat(second.awaitExit()).isZero();
    }
    assertThat(Resignation.parse(Files.readString(pod.message())))
        .as("who has lost the state does not know the high water")
        .isEmpty();
  }

  @Test
  void shouldKeepTheLaterLeaseWhenTheFileShowsAnOlderOne() throws IOException {
    pod.writeLease(0);
    try (SidecarProcess sidecar = pod.start().awaitReady()) {
      pod.writeLease(2);
      sidecar.awaitLog("turn=2");
      pod.writeLease(1);
      sidecar.awaitLog("event=lease_ignored");
      assertThat(sidecar.nextId()).isPositive();
    }
    try (SidecarProcess sidecar = pod.start().awaitLog("event=lease_ignored")) {
      assertThat(sidecar.ask("get a")).as("after a restart as well").startsWith("SERVER_ERROR ");
      pod.writeLease(2);
      assertThat(sidecar.awaitReady().nextId()).isPositive();
    }
  }

  @Test
  void shouldSayNothingAndLeaveTheLockWhenAnotherProcessHasIt() throws Exception {
    // Given
    pod.writeLease(0);
    Object lock;
    try (SidecarProcess first = pod.start().awaitReady()) {
      lock = lockFile();

      // When
      try (SidecarProcess second = pod.start()) {
        // Then
        assertThat(second.awaitExit()).isEqualTo(ExitCode.STATE_BUSY.code());
        assertThat(pod.message()).doesNotExist();
        assertThat(first.nextId()).isPositive();
      }
      first.kill();
    }
    try (SidecarProcess third = pod.start().awaitReady()) {
      third.terminate();
      assertThat(third.awaitExit()).isZero();
    }
    assertThat(lockFile()).as("never replaced: two could lock two files").isEqualTo(lock);
  }

  private Object lockFile() throws IOException {
    Path file = pod.state().resolve(StatePreview.LOCK_FILE);
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  @Test
  void shouldResignNothingWhenItNeverHadALease() throws Exception {
    try (SidecarProcess sidecar = pod.start().awaitLog("event=lease_refused")) {
      sidecar.terminate();
      assertThat(sidecar.awaitExit()).isZero();
    }
    assertThat(pod.message()).doesNotExist();
  }
}
