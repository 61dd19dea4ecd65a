// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import static dev.kezuri.issue.Leases.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever is torn, lost or flipped: never an older record than the last that was confirmed. */
class StateFolderPropertiesTest {
  private static final StateRecord FIRST = StateRecord.first(Leases.inTurn(0));
  private static final int NEVER = 1000;

  /** A folder and what its writers were told. */
  private static final class Life {
    private final SimulatedDisk disk;
    private long confirmed;
    private boolean closed;
    private boolean opened;

    Life(long seed) {
      disk = new SimulatedDisk(seed);
    }

    /** Opens and writes, until the disk ends it; then the power is cut, or the process is gone. */
    Life run(int writes, int endAfter, boolean powerCut) {
      opened = false;
      disk.endAfter(endAfter);
      try {
        write(open(), writes);
      } catch (SimulatedDisk.Ended | IOException expected) {
        assertThat(expected.getMessage()).isNotBlank();
      }
      return end(powerCut);
    }

    /** Opens, and has the disk fail once while it writes; then the process is gone. */
    Life fail(int failAfter, boolean powerCut) {
      opened = false;
      try {
        StateFolder folder = open();
        disk.failAfter(failAfter);
        write(folder, 5);
      } catch (IOException expected) {
        assertThat(expected.getMessage()).isNotBlank();
      }
      return end(powerCut);
    }

    private void write(StateFolder folder, int writes) throws IOException {
      for (int i = 0; i < writes; i++) {
        long next = folder.record().map(StateRecord::untilMs).orElse(NOON) + 1;
        folder.write(folder.record().isEmpty() ? FIRST : FIRST.reservedUntil(next));
        confirmed = folder.record().orElseThrow().untilMs();
      }
    }

    Life close(int endAfter) {
      opened = false;
      disk.endAfter(endAfter);
      try {
        open().writeLast(FIRST.closedAt(confirmed));
        closed = true;
      } catch (SimulatedDisk.Ended | IOException expected) {
        assertThat(expected.getMessage()).isNotBlank();
      }
      return end(true);
    }

    private Life end(boolean powerCut) {
      if (powerCut) {
        disk.cutPower();
      } else {
        disk.kill();
      }
      return this;
    }

    /** A block rots: any, but not while the folder waits to be made whole after the last one. */
    Life rot(int at) {
      if (opened) {
        disk.flip("state", at);
      }
      return this;
    }

    private StateFolder open() throws IOException {
      StateFolder folder = StateFolder.open(disk.attach(), false);
      opened = true;
      if (confirmed > 0) {
        assertThat(folder.record()).as("lost").isPresent();
        assertThat(folder.record().get().untilMs()).isGreaterThanOrEqualTo(confirmed);
        confirmed = folder.record().get().untilMs();
      } else {
        assertThat(folder.damage()).as("never written, never damaged").isEmpty();
      }
      assertThat(!closed || folder.record().orElseThrow().closed()).as("closed").isTrue();
      return folder;
    }

    void check() {
      disk.kill();
      try {
        open();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void shouldNeverFindAnOlderRecordWhenEndedAnywhere() {
    qt().withExamples(800)
        .forAll(
            lists().of(integers().between(0, Integer.MAX_VALUE - 1)).ofSizeBetween(1, 12),
            integers().all())
        .checkAssert(StateFolderPropertiesTest::runAll);
  }

  private static void runAll(List<Integer> lives, int seed) {
    Life life = new Life(seed);
    for (int number : lives) {
      int kind = number / 24 % 8;
      if (kind > 5) {
        life.fail(number % 24, kind == 6);
      } else {
        life.run(5, number % 24, kind % 2 == 0);
      }
      if (kind > 4) {
        life.rot(number / 200);
      }
    }
    life.check();
  }

  /**
   * A killed process leaves what is seen and not durable; the power goes in the next one's write.
   */
  @Test
  void shouldNotRelyOnWhatIsSeenAndNotDurable() {
    for (int kill = 0; kill < 12; kill++) {
      for (int cut = 0; cut < 12; cut++) {
        for (int seed = 0; seed < 25; seed++) {
          new Life(seed).run(3, NEVER, true).run(2, kill, false).run(2, cut, true).check();
        }
      }
    }
  }

  @Test
  void shouldSurviveARottenBlockAndThenAPowerCutAnywhere() {
    for (int block = 0; block < 4; block++) {
      for (int cut = 0; cut < 12; cut++) {
        for (int seed = 0; seed < 25; seed++) {
          int writes = 3 + seed % 2;
          int at = block * StateBlock.SIZE + 40;
          new Life(seed).run(writes, NEVER, false).rot(at).run(2, cut, true).check();
        }
      }
    }
  }

  @Test
  void shouldStayClosedWhateverEndsTheProcessAfterwards() {
    qt().withExamples(800)
        .forAll(integers().between(0, 16), integers().between(0, 6), integers().all())
        .checkAssert(
            (end, writes, seed) ->
                new Life(seed).run(writes + 1, NEVER, true).close(end).rot(seed).check());
  }
}
