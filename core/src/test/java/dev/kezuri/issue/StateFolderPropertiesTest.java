// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import static dev.kezuri.issue.Leases.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whatever is torn, lost or flipped: never an older record than the last that was confirmed. */
class StateFolderPropertiesTest {
  private static final StateRecord FIRST = StateRecord.first(Leases.inTurn(0));

  /** The last T that {@code write} confirmed; 0 before the first. */
  private long confirmed;

  private boolean closed;

  /** Writes ever later records until the disk ends it; the last ones may be closing ones. */
  private void writeUntilEnded(SimulatedDisk disk, int writes) throws IOException {
    StateFolder folder = StateFolder.open(disk.attach(), false);
    check(folder);
    for (int i = 0; i < writes; i++) {
      long next = Math.max(confirmed, NOON) + 1;
      StateRecord record = folder.record().isEmpty() ? FIRST : FIRST.reservedUntil(next);
      folder.write(record);
      confirmed = record.untilMs();
    }
  }

  private void check(StateFolder folder) {
    if (confirmed > 0) {
      Optional<StateRecord> found = folder.record();
      assertThat(found).isPresent();
      assertThat(found.get().untilMs()).isGreaterThanOrEqualTo(confirmed);
    } else {
      assertThat(folder.damage()).as("never written, never damaged").isEmpty();
    }
    assertThat(!closed || folder.record().orElseThrow().closed()).isTrue();
  }

  @Test
  void shouldNeverFindAnOlderRecordWhenEndedAnywhere() {
    qt().withExamples(4000)
        .forAll(integers().between(0, 30), integers().between(0, 3), integers().all())
        .checkAssert(
            (end, kind, seed) -> {
              confirmed = 0;
              closed = false;
              SimulatedDisk disk = new SimulatedDisk(seed);
              for (int life = 0; life < 4; life++) {
                live(disk, Math.floorMod(end + life * 7, 31), Math.floorMod(kind + life, 4), seed);
              }
              expectAll(disk);
            });
  }

  /** One life of a process: ended before an operation, by a kill, a power cut, or a bad sync. */
  private void live(SimulatedDisk disk, int end, int kind, int seed) {
    try {
      if (kind == 3) {
        disk.failAfter(end);
      } else {
        disk.endAfter(end);
      }
      writeUntilEnded(disk, 5);
    } catch (SimulatedDisk.Ended | IOException expected) {
      assertThat(expected.getMessage()).isNotBlank();
    }
    if (kind % 2 == 0) {
      disk.kill();
    } else {
      disk.cutPower();
    }
    disk.flip("state", seed);
  }

  private void expectAll(SimulatedDisk disk) {
    try (StateFolder folder = StateFolder.open(disk.attach(), false)) {
      check(folder);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldStayClosedWhateverEndsTheProcessAfterwards() {
    qt().withExamples(2000)
        .forAll(integers().between(0, 16), integers().between(0, 6), integers().all())
        .checkAssert(
            (end, writes, seed) -> {
              confirmed = 0;
              closed = false;
              SimulatedDisk disk = new SimulatedDisk(seed);
              try {
                writeUntilEnded(disk, writes + 1);
                disk.endAfter(end);
                closeFolder(disk);
              } catch (SimulatedDisk.Ended | IOException expected) {
                assertThat(expected.getMessage()).isNotBlank();
              }
              disk.cutPower();
              disk.flip("state", seed);
              expectAll(disk);
            });
  }

  private void closeFolder(SimulatedDisk disk) throws IOException {
    disk.kill();
    StateFolder folder = StateFolder.open(disk.attach(), false);
    folder.writeLast(FIRST.closedAt(confirmed));
    closed = true;
  }
}
