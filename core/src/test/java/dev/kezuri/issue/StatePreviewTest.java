// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.lease.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A preview says what an issuer then does. */
class StatePreviewTest {
  @TempDir private Path folder;
  private final ManualClock clock = new ManualClock(Leases.NOON);

  private Adoption adopt(Lease lease, boolean resign) throws IOException {
    try (StateFolder state = StateFolder.open(folder, true)) {
      IdIssuer issuer = new IdIssuer(clock, state, Runnable::run, () -> {});
      Adoption adoption = issuer.adopt(lease);
      if (resign) {
        issuer.resign();
      }
      return adoption;
    }
  }

  private byte[] bytes() throws IOException {
    return Files.readAllBytes(folder.resolve(StatePreview.STATE_FILE));
  }

  private void check(Lease lease) throws IOException {
    Path file = folder.resolve(StatePreview.STATE_FILE);
    Optional<byte[]> before = Files.exists(file) ? Optional.of(bytes()) : Optional.empty();

    Adoption foreseen = StatePreview.of(before).adopt(lease);

    assertThat(foreseen).isEqualTo(adopt(lease, false));
  }

  @Test
  void shouldForeseeTheFirstLeaseAndAnEmptyFolderInALaterTurn() throws IOException {
    check(Leases.inTurn(1));
    check(Leases.inTurn(0));
    check(Leases.inTurn(0));
    check(Leases.inTurn(2));
    check(Leases.inTurn(1));
  }

  @Test
  void shouldForeseeAClosedTurn() throws IOException {
    adopt(Leases.inTurn(0), true);

    assertThat(StatePreview.of(Optional.of(bytes())).adopt(Leases.inTurn(0)))
        .isInstanceOf(Adoption.TurnClosed.class);
    check(Leases.inTurn(0));
    check(Leases.inTurn(1));
  }

  @Test
  void shouldForeseeDamage() throws IOException {
    // Given
    adopt(Leases.inTurn(0), false);
    byte[] whole = bytes();
    assertThat(whole).hasSize(StatePreview.BYTES);
    byte[] oneLost = whole.clone();
    oneLost[100] ^= 1;
    byte[] allLost = new byte[whole.length];

    // When
    StatePreview some = StatePreview.of(Optional.of(oneLost));
    StatePreview none = StatePreview.of(Optional.of(allLost));

    // Then
    assertThat(StatePreview.of(Optional.of(whole)).damagedBlocks()).isZero();
    assertThat(some.damagedBlocks()).isEqualTo(1);
    assertThat(some.adopt(Leases.inTurn(0))).isInstanceOf(Adoption.Adopted.class);
    assertThat(none.damagedBlocks()).isEqualTo(4);
    assertThat(none.describe()).isEmpty();
    assertThat(StatePreview.of(Optional.of(Arrays.copyOf(whole, 100))).damagedBlocks())
        .isEqualTo(4);
    Files.write(folder.resolve(StatePreview.STATE_FILE), allLost);
    check(Leases.inTurn(0));
  }

  @Test
  void shouldTellWhatTheNewestRecordSays() throws IOException {
    adopt(Leases.inTurn(3), false);
    assertThat(StatePreview.of(Optional.empty()).describe()).isEmpty();
    adopt(Leases.inTurn(0), false);
    adopt(Leases.inTurn(3), true);

    assertThat(StatePreview.of(Optional.of(bytes())).describe().orElseThrow())
        .startsWith("pod ")
        .contains(", turn 3, closed at ");
  }
}
