// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import static dev.kezuri.issue.Leases.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.Resignation;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class IdIssuerResignTest {
  private static final long START = NOON + 60_000;

  private final ManualClock clock = new ManualClock(START);
  private final SimulatedDisk disk = new SimulatedDisk(1);

  private IssuerProcess process() throws StateFolderException {
    return IssuerProcess.adopting(clock, disk, Leases.inTurn(0));
  }

  @Test
  void shouldNameTheLastTimestampIssued() throws Exception {
    // Given
    IssuerProcess process = process();
    process.next();
    clock.pass(7);
    process.next();
    // When
    Optional<Resignation> resignation = process.issuer.resign();
    // Then
    assertThat(resignation).contains(new Resignation(17, NOON, 0, START + 7));
    assertThat(process.refused()).isEqualTo(Refusal.RESIGNED);
    assertThat(process.issuer.refusal()).contains(Refusal.RESIGNED);
    assertThat(process.issuer.lastTimestampMs()).isEqualTo(START + 7);
    assertThat(process.issuer.resign()).as("again").isEqualTo(resignation);
    assertThat(process.issuer.adopt(Leases.inTurn(1))).isInstanceOf(Adoption.Ignored.class);
  }

  @Test
  void shouldNameNotBeforeWhenNothingWasIssued() throws Exception {
    assertThat(process().issuer.resign()).contains(new Resignation(17, NOON, 0, NOON));
  }

  @Test
  void shouldNameWhatWasReservedWhenRestartedAndNothingIssued() throws Exception {
    process().next();
    disk.kill();
    assertThat(process().issuer.resign())
        .contains(new Resignation(17, NOON, 0, START + IdIssuer.AHEAD_MS));
  }

  @Test
  void shouldSayNothingWithoutALease() throws Exception {
    IssuerProcess process = new IssuerProcess(clock, disk);
    assertThat(process.issuer.resign()).isEmpty();
    assertThat(process.refused()).isEqualTo(Refusal.RESIGNED);
  }

  @Test
  void shouldSayNothingWhenTheRecordCannotBeWritten() throws Exception {
    // Given
    IssuerProcess process = process();
    disk.failAfter(2);
    // Then
    assertThat(process.issuer.resign()).isEmpty();
    assertThat(process.issuer.resign()).isEmpty();
    assertThat(process.refused()).isEqualTo(Refusal.DISK_FAILED);
  }

  @Test
  void shouldSayNothingWhenTheFolderWasEmptiedMeanwhile() throws Exception {
    IssuerProcess process = process();
    disk.wipe();
    assertThat(process.issuer.resign()).isEmpty();
  }

  @Test
  void shouldSayTheSameAgainWhenTheTurnIsFoundClosed() throws Exception {
    // Given
    Resignation said = process().issuer.resign().orElseThrow();
    disk.kill();
    // When
    IssuerProcess restarted = new IssuerProcess(clock, disk);
    Adoption adoption = restarted.issuer.adopt(Leases.inTurn(0));
    // Then
    assertThat(adoption).isEqualTo(new Adoption.TurnClosed(said));
    assertThat(restarted.issuer.started()).isTrue();
    assertThat(restarted.refused()).isEqualTo(Refusal.TURN_CLOSED);
    assertThat(restarted.issuer.refusal()).contains(Refusal.TURN_CLOSED);
    assertThat(restarted.issuer.resign()).contains(said);
    assertThat(restarted.refused()).isEqualTo(Refusal.RESIGNED);
  }

  @Test
  void shouldGoOnAboveTheHighWaterInTheNextTurn() throws Exception {
    // Given
    IssuerProcess first = process();
    first.next();
    long highWater = first.issuer.resign().orElseThrow().highWaterMs();
    disk.kill();
    IssuerProcess second = new IssuerProcess(clock, disk);
    second.issuer.adopt(Leases.inTurn(0));
    // When
    assertThat(second.issuer.adopt(Leases.inTurn(1))).isEqualTo(new Adoption.Adopted());
    // Then
    assertThat(second.refused()).isEqualTo(Refusal.MILLISECOND_FULL);
    clock.pass(1);
    assertThat(second.decoded().timestampMs()).isEqualTo(highWater + 1);
    assertThat(second.issuer.resign()).contains(new Resignation(17, NOON, 1, highWater + 1));
  }

  @Test
  void shouldWriteNothingAfterTheClosingRecordWhenAReservationWasUnderWay() throws Exception {
    // Given
    IssuerProcess process = process();
    assertThat(Refusal.of(process.issuer.nextId())).isEqualTo(Refusal.AWAITING_DISK);
    process.issuer.resign();
    int operations = disk.operations();
    // When
    process.executor.runAll();
    // Then
    assertThat(disk.operations()).isEqualTo(operations);
    assertThat(process.wakes).as("who waits is told").isOne();
    assertThat(process.refused()).isEqualTo(Refusal.RESIGNED);
  }

  /**
   * Two threads. Either the ID's swap comes first: the high water counts it. Or resigning's: the ID
   * is refused. Anything else would show as an ID above the high water, or one after a refusal.
   */
  @Test
  void shouldCountEveryIdThatAnotherThreadDrawsMeanwhile() throws Exception {
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      for (int round = 0; round < 300; round++) {
        // Given
        IdIssuer issuer =
            new IdIssuer(
                TimeSource.SYSTEM,
                StateFolder.open(new SimulatedDisk(round).attach(), false),
                Runnable::run,
                () -> {});
        issuer.adopt(Lease.standalone(1, IdLayout.DEFAULT));
        CountDownLatch drawing = new CountDownLatch(1);
        // When
        Future<Long> last = threads.submit(() -> drawUntilRefused(issuer, drawing));
        drawing.await();
        long highWater = issuer.resign().orElseThrow().highWaterMs();
        // Then
        assertThat(last.get()).isEqualTo(highWater);
        assertThat(Refusal.of(issuer.nextId())).isEqualTo(Refusal.RESIGNED);
      }
    }
  }

  private static long drawUntilRefused(IdIssuer issuer, CountDownLatch drawing) {
    long last = 0;
    while (true) {
      long id = issuer.nextId();
      if (id >= 0) {
        last = IdLayout.DEFAULT.decode(id).timestampMs();
        drawing.countDown();
      } else if (!Refusal.of(id).passing()) {
        return last;
      }
    }
  }
}
