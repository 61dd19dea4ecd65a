// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import static dev.kezuri.issue.Leases.HOUR;
import static dev.kezuri.issue.Leases.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.id.DecodedId;
import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.Lease;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdIssuerTest {
  private static final long START = NOON + 60_000;

  private final ManualClock clock = new ManualClock(START);
  private final SimulatedDisk disk = new SimulatedDisk(1);

  private IssuerProcess process() throws StateFolderException {
    return IssuerProcess.adopting(clock, disk, Leases.inTurn(0));
  }

  @Test
  void shouldRefuseWhenThereIsNoLease() throws Exception {
    // Given
    IssuerProcess process = new IssuerProcess(clock, disk);
    // Then
    assertThat(process.refused()).isEqualTo(Refusal.NO_LEASE);
    assertThat(process.issuer.refusal()).contains(Refusal.NO_LEASE);
    assertThat(process.issuer.started()).isFalse();
    assertThat(process.issuer.lease()).isEmpty();
    assertThat(process.issuer.lastTimestampMs()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void shouldIssueNothingBeforeItIsReservedOnDisk() throws Exception {
    // Given
    IssuerProcess process = process();
    // When
    long first = process.issuer.nextId();
    // Then
    assertThat(Refusal.of(first)).isEqualTo(Refusal.AWAITING_DISK);
    assertThat(process.issuer.refusal()).as("passes by itself").isEmpty();
    // When
    assertThat(process.executor.runAll()).isOne();
    // Then
    assertThat(process.wakes).isOne();
    assertThat(process.issuer.reservedUntilMs()).isEqualTo(START + IdIssuer.AHEAD_MS);
    assertThat(process.decoded()).extracting(DecodedId::timestampMs).isEqualTo(START);
    assertThat(process.decoded().workerId()).isEqualTo(17);
  }

  @Test
  void shouldNeverWaitForTheDiskWhenTheLoadIsSteady() throws Exception {
    // Given
    IssuerProcess process = process();
    process.next();
    // When, Then
    for (int ms = 0; ms < 10_000; ms++) {
      clock.pass(1);
      assertThat(process.issuer.nextId()).isNotNegative();
      if (ms % 500 == 0) {
        process.executor.runAll();
      }
    }
    assertThat(process.issuer.reservations()).isBetween(5L, 12L);
  }

  @Test
  void shouldReserveNothingWhenNobodyAsks() throws Exception {
    IssuerProcess process = process();
    clock.pass(10_000);
    assertThat(process.executor.waiting()).isZero();
    assertThat(process.issuer.reservations()).isZero();
  }

  @Test
  void shouldCountUpWithinAMillisecondAndRefuseWhenItIsFull() throws Exception {
    // Given
    IssuerProcess process = process();
    // When
    int[] sequences = IntStream.range(0, 4096).map(i -> process.decoded().sequence()).toArray();
    // Then
    assertThat(sequences).containsExactly(IntStream.range(0, 4096).toArray());
    assertThat(process.refused()).isEqualTo(Refusal.MILLISECOND_FULL);
    clock.pass(1);
    assertThat(process.decoded()).isEqualTo(new DecodedId(idAt(START + 1, 0), START + 1, 17, 0));
  }

  private static long idAt(long ms, int sequence) {
    return IdLayout.DEFAULT.encode(ms, 17, sequence);
  }

  @Test
  void shouldKeepABatchAtOneReadingUntilItsMillisecondIsFull() throws Exception {
    // Given
    IssuerProcess process = process();
    process.next();
    process.issuer.beginBatch(clock.monotonicNs());
    clock.pass(5);
    // When
    for (int i = 1; i < 4096; i++) {
      assertThat(process.issuer.nextIdInBatch()).isEqualTo(idAt(START, i));
    }
    // Then
    assertThat(process.issuer.nextIdInBatch()).isEqualTo(idAt(START + 5, 0));
  }

  @Test
  void shouldGoByOneReadingOnlyForATenthOfAMillisecond() throws Exception {
    // Given
    IssuerProcess process = process();
    process.next();
    process.issuer.beginBatch(clock.monotonicNs());
    // When
    clock.setWall(START + 5);
    process.issuer.beginBatch(clock.monotonicNs() + Reading.FRESH_NS - 1);
    assertThat(process.issuer.nextIdInBatch()).as("still fresh").isEqualTo(idAt(START, 1));
    process.issuer.beginBatch(clock.monotonicNs() + Reading.FRESH_NS);
    // Then
    assertThat(process.issuer.nextIdInBatch()).isEqualTo(idAt(START + 5, 0));
  }

  @Test
  void shouldReadTheClockAgainBeforeABatchIsRefused() throws Exception {
    // Given
    IssuerProcess process = process();
    assertThat(Refusal.of(process.issuer.nextIdInBatch())).isEqualTo(Refusal.AWAITING_DISK);
    process.executor.runAll();
    clock.setWall(NOON - 1);
    process.issuer.beginBatch(clock.monotonicNs());
    clock.setWall(START + 7);
    // When
    for (int i = 0; i < 4096; i++) {
      process.issuer.nextIdInBatch();
    }
    // Then
    assertThat(process.issuer.nextIdInBatch()).isEqualTo(idAt(START + 7, 0));
  }

  @Test
  void shouldStartMillisecondsInTurnSoThatShardsGetEqualShares() throws Exception {
    // Given
    IssuerProcess process = process();
    process.next();
    // When, Then
    for (int i = 0; i < 600; i++) {
      clock.pass(1);
      assertThat(process.decoded().sequence()).isEqualTo(i % 256);
    }
  }

  @Test
  void shouldKeepMostOfAMillisecondWhenTheSequenceIsNarrow() throws Exception {
    // Given
    IdLayout narrow = new IdLayout(IdLayout.DEFAULT.epochMs(), 41, 10, 5);
    Lease plain = Leases.inTurn(0);
    Lease lease = new Lease("shop/orders", "pod-a", 17, plain.window(), 0, narrow);
    IssuerProcess process = IssuerProcess.adopting(clock, disk, lease);
    process.next();
    // When, Then
    for (int i = 0; i < 10; i++) {
      clock.pass(1);
      assertThat(narrow.decode(process.next()).sequence()).isLessThan(2);
    }
  }

  @Test
  void shouldGoOnAboveWhatWasReservedWhenRestarted() throws Exception {
    // Given
    process().next();
    disk.kill();
    // When
    IssuerProcess restarted = process();
    // Then
    long reserved = START + IdIssuer.AHEAD_MS;
    assertThat(restarted.issuer.lastTimestampMs()).isEqualTo(reserved);
    assertThat(restarted.refused()).isEqualTo(Refusal.MILLISECOND_FULL);
    clock.pass(2);
    assertThat(restarted.decoded().timestampMs()).isEqualTo(reserved + 1);
    assertThat(restarted.issuer.clockBehindMs()).isBetween(1990L, 2000L);
  }

  @Test
  void shouldRunOnWhenTheClockStepsBack() throws Exception {
    // Given
    IssuerProcess process = process();
    long before = process.next();
    // When
    clock.setWall(START - 30_000);
    clock.pass(10);
    // Then
    assertThat(process.next()).isGreaterThan(before);
    assertThat(process.issuer.lastTimestampMs()).isEqualTo(START + 9);
  }

  @Test
  void shouldRefuseWithAClearReasonWhenNoReadingIsInside() throws Exception {
    // Given
    IssuerProcess process = process();
    // When, Then
    clock.setWall(NOON - 1);
    assertThat(process.refused()).isEqualTo(Refusal.CLOCK_OUTSIDE_WINDOW);
    assertThat(process.issuer.refusal()).contains(Refusal.CLOCK_OUTSIDE_WINDOW);
    clock.setWall(NOON + HOUR);
    assertThat(process.refused()).isEqualTo(Refusal.WINDOW_OVER);
    assertThat(process.issuer.refusal()).contains(Refusal.WINDOW_OVER);
    clock.setWall(START);
    assertThat(process.next()).isNotNegative();
    assertThat(process.issuer.refusal()).isEmpty();
  }

  @Test
  void shouldIssueTheLastMillisecondOfTheWindowAndNoLater() throws Exception {
    // Given
    IssuerProcess process = process();
    clock.setWall(NOON + HOUR - 1);
    // When
    assertThat(process.decoded().timestampMs()).isEqualTo(NOON + HOUR - 1);
    // Then
    assertThat(process.issuer.reservedUntilMs()).isEqualTo(NOON + HOUR - 1);
    clock.pass(2);
    assertThat(process.refused()).isEqualTo(Refusal.WINDOW_OVER);
    assertThat(process.issuer.refusal()).contains(Refusal.WINDOW_OVER);
  }

  @Test
  void shouldSayThatTheLayoutIsExhaustedWhenItEndsBeforeTheWindow() throws Exception {
    // Given
    IdLayout layout = new IdLayout(NOON, 16, 10, 12);
    Lease lease = new Lease("shop/orders", "pod-a", 17, Leases.inTurn(0).window(), 0, layout);
    clock.setWall(layout.endMs() - 1);
    IssuerProcess process = IssuerProcess.adopting(clock, disk, lease);
    assertThat(process.next()).isNotNegative();
    // When
    clock.pass(2);
    // Then
    assertThat(process.refused()).isEqualTo(Refusal.TIMESTAMPS_EXHAUSTED);
  }

  @Test
  void shouldServeAllTimestampsWhenStandalone() throws Exception {
    Lease lease = Lease.standalone(0, IdLayout.DEFAULT);
    IssuerProcess process = IssuerProcess.adopting(clock, disk, lease);
    assertThat(process.decoded().timestampMs()).isEqualTo(START);
    clock.setWall(IdLayout.DEFAULT.epochMs());
    assertThat(process.next()).isNotNegative();
  }

  @Test
  void shouldIssueFromTheFirstMillisecondOfTheLayout() throws Exception {
    clock.setWall(IdLayout.DEFAULT.epochMs());
    IssuerProcess process =
        IssuerProcess.adopting(clock, disk, Lease.standalone(0, IdLayout.DEFAULT));
    assertThat(process.next()).isZero();
  }

  @Test
  void shouldStopForGoodWhenTheDiskFails() throws Exception {
    // Given
    IssuerProcess process = process();
    process.next();
    disk.failAfter(2);
    clock.pass(1500);
    assertThat(process.next()).as("is reserved").isNotNegative();
    // When
    process.executor.runAll();
    // Then
    assertThat(process.refused()).isEqualTo(Refusal.DISK_FAILED);
    assertThat(process.issuer.refusal()).contains(Refusal.DISK_FAILED);
    assertThat(process.issuer.adopt(Leases.inTurn(1))).isInstanceOf(Adoption.Refused.class);
    assertThat(process.issuer.resign()).isEmpty();
    assertThat(process.refused()).isEqualTo(Refusal.DISK_FAILED);
    assertThat(process.wakes).isEqualTo(2);
  }

  @Test
  void shouldIssueAtOnceWhenTheExecutorRunsOnTheCallersThread() throws Exception {
    IdIssuer issuer =
        new IdIssuer(clock, StateFolder.open(disk.attach(), false), Runnable::run, () -> {});
    issuer.adopt(Leases.inTurn(0));
    assertThat(issuer.nextId()).isNotNegative();
  }
}
