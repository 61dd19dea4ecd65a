// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import static dev.kezuri.issue.Leases.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kezuri.issue.StateFolderException.Reason;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class StateFolderTest {
  private final SimulatedDisk disk = new SimulatedDisk(1);
  private final StateRecord first = StateRecord.first(Leases.inTurn(0));

  private StateFolder open() throws StateFolderException {
    return StateFolder.open(disk.attach(), false);
  }

  private void assertRefused(Reason reason) {
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            StateFolderException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining("simulated");
  }

  @Test
  void shouldBeEmptyAtFirst() throws Exception {
    StateFolder folder = open();
    assertThat(folder.record()).isEmpty();
    assertThat(folder.damage()).isEmpty();
    assertThat(folder.stateLostBefore()).isFalse();
  }

  @Test
  void shouldStillBeEmptyWhenItWasOpenedAndNothingWritten() throws Exception {
    open();
    disk.cutPower();
    assertThat(open().damage()).isEmpty();
  }

  @Test
  void shouldRememberWhatWasWrittenLastWhenThePowerIsCut() throws Exception {
    // Given
    StateFolder folder = open();
    folder.write(first);
    for (int i = 1; i <= 5; i++) {
      folder.write(first.reservedUntil(NOON + i));
    }
    // When
    disk.cutPower();
    // Then
    assertThat(open().record()).contains(first.reservedUntil(NOON + 5));
    assertThat(disk.list()).containsExactly("state");
  }

  @Test
  void shouldRefuseWhenAnotherHasTheLock() throws Exception {
    StateFolder folder = open();
    assertRefused(Reason.BUSY);
    folder.close();
    open().close();
  }

  @Test
  void shouldGiveBackTheLockWhenOpeningFails() throws Exception {
    disk.failNext(Reason.FULL);
    assertRefused(Reason.FULL);
    open().close();
  }

  @Test
  void shouldRefuseMemoryUnlessAllowed() throws Exception {
    disk.setInMemory();
    assertRefused(Reason.TMPFS);
    StateFolder.open(disk.attach(), true).close();
  }

  @Test
  void shouldPassOnTheReasonOfTheDisk() {
    for (Reason reason : new Reason[] {Reason.READ_ONLY, Reason.FULL, Reason.UNUSABLE}) {
      disk.failNext(reason);
      assertRefused(reason);
    }
  }

  @Test
  void shouldCallItUnusableWhenTheDiskGivesNoReason() {
    disk.failAfter(1);
    assertRefused(Reason.UNUSABLE);
  }

  @Test
  void shouldAcceptNoWriteAfterOneFailed() throws Exception {
    // Given
    StateFolder folder = open();
    folder.write(first);
    disk.failAfter(2);
    assertThatThrownBy(() -> folder.write(first.reservedUntil(NOON + 1)))
        .isInstanceOf(IOException.class);
    int operations = disk.operations();
    // When, Then
    assertThatThrownBy(() -> folder.write(first.reservedUntil(NOON + 2)))
        .hasMessage("simulated failure");
    assertThat(disk.operations()).as("not even tried").isEqualTo(operations);
  }

  @Test
  void shouldNotTakeZerosForARecord() throws Exception {
    open().write(first);
    disk.kill();
    for (int block = 0; block < 4; block++) {
      disk.flip("state", block * StateBlock.SIZE);
    }
    StateFolder folder = open();
    assertThat(folder.record()).isEmpty();
    assertThat(folder.damage()).isPresent();
    assertThatThrownBy(() -> folder.write(first)).hasMessageContaining("no block");
  }

  @Test
  void shouldKeepATurnClosedWhenThreeBlocksRot() throws Exception {
    // Given
    StateFolder folder = open();
    folder.write(first);
    folder.write(first.reservedUntil(NOON + 9));
    folder.writeLast(first.closedAt(NOON + 5));
    disk.kill();
    for (int block = 0; block < 3; block++) {
      disk.flip("state", block * StateBlock.SIZE + 7);
    }
    // Then
    assertThat(open().record()).contains(first.closedAt(NOON + 5));
  }

  @Test
  void shouldRememberThatTheLossWasSaid() throws Exception {
    open().markStateLost();
    disk.cutPower();
    assertThat(open().stateLostBefore()).isTrue();
  }

  @Test
  void shouldTakeNoBlockOfAnUnknownFormat() {
    byte[] block = new StateBlock(1, first).encode();
    assertThat(StateBlock.decode(block)).contains(new StateBlock(1, first));
    assertThat(StateBlock.decode(new byte[10])).isEmpty();
    assertThat(StateBlock.decode(new byte[StateBlock.SIZE])).isEmpty();
  }

  @Test
  void shouldRefuseAPodUidThatDoesNotFitABlock() {
    StateRecord tooLong = new StateRecord("x".repeat(2000), 1, NOON, 0, NOON, false);
    assertThatThrownBy(() -> new StateBlock(1, tooLong).encode()).hasMessageContaining("podUid");
  }
}
