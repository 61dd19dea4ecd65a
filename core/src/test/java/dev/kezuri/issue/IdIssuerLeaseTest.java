// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import static dev.kezuri.issue.Leases.HOUR;
import static dev.kezuri.issue.Leases.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.id.IdLayout;
import dev.kezuri.issue.Adoption.Adopted;
import dev.kezuri.issue.Adoption.Ignored;
import dev.kezuri.issue.Adoption.StateLost;
import dev.kezuri.lease.Lease;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which leases are taken, and what is lost. */
class IdIssuerLeaseTest {
  private static final long START = NOON + 60_000;

  private final ManualClock clock = new ManualClock(START);
  private final SimulatedDisk disk = new SimulatedDisk(1);

  @Test
  void shouldTakeAnEmptyFolderInTurnZero() throws Exception {
    IssuerProcess process = new IssuerProcess(clock, disk);
    assertThat(process.issuer.adopt(Leases.inTurn(0))).isEqualTo(new Adopted());
    assertThat(process.issuer.started()).isTrue();
    assertThat(process.issuer.lease()).contains(Leases.inTurn(0));
  }

  @Test
  void shouldCallTheStateLostWhenTheFolderIsEmptyInALaterTurn() throws Exception {
    // Given
    IssuerProcess process = new IssuerProcess(clock, disk);
    // When
    Adoption adoption = process.issuer.adopt(Leases.inTurn(1));
    // Then
    assertThat(adoption).isInstanceOf(StateLost.class).asString().contains("empty").contains("17");
    assertThat(process.refused()).isEqualTo(Refusal.STATE_LOST);
    assertThat(process.issuer.started()).isFalse();
    assertThat(process.issuer.adopt(Leases.inTurn(0))).as("final").isEqualTo(adoption);
    assertThat(process.issuer.resign()).isEmpty();
    assertThat(process.refused()).isEqualTo(Refusal.STATE_LOST);
  }

  @Test
  void shouldCallTheStateLostWhenTheFolderIsAnotherPods() throws Exception {
    IssuerProcess.adopting(clock, disk, Leases.inTurn(0));
    disk.kill();
    IssuerProcess other = new IssuerProcess(clock, disk);
    assertThat(other.issuer.adopt(Leases.lease("pod-b", 17, NOON, NOON + HOUR, 0)))
        .isInstanceOf(StateLost.class)
        .asString()
        .contains("pod-a")
        .contains("pod-b");
  }

  @Test
  void shouldCallTheStateLostWhenTheFolderIsAnotherWorkersOfThatStart() throws Exception {
    IssuerProcess.adopting(clock, disk, Lease.standalone(5, IdLayout.DEFAULT));
    disk.kill();
    IssuerProcess other = new IssuerProcess(clock, disk);
    assertThat(other.issuer.adopt(Lease.standalone(6, IdLayout.DEFAULT)))
        .isInstanceOf(StateLost.class)
        .asString()
        .contains("worker ID 5's");
  }

  @Test
  void shouldCallTheStateLostWhenItIsDamaged() throws Exception {
    // Given
    IssuerProcess.adopting(clock, disk, Leases.inTurn(0));
    disk.kill();
    for (int block = 0; block < 4; block++) {
      disk.flip("state", block * StateBlock.SIZE + 100);
    }
    // When
    IssuerProcess restarted = new IssuerProcess(clock, disk);
    // Then
    assertThat(restarted.issuer.adopt(Leases.inTurn(0)))
        .isInstanceOf(StateLost.class)
        .asString()
        .contains("damaged");
  }

  @Test
  void shouldIgnoreLeasesThatAreOlderOrContradictTheOneInForce() throws Exception {
    // Given
    Lease inForce = Leases.inTurn(2);
    IssuerProcess process = IssuerProcess.adopting(clock, disk, Leases.inTurn(0));
    assertThat(process.issuer.adopt(inForce)).isEqualTo(new Adopted());
    // When, Then
    List<Lease> others =
        List.of(
            inForce,
            Leases.inTurn(1),
            Leases.lease("pod-a", 17, NOON - HOUR, NOON + HOUR, 3),
            Leases.lease("pod-a", 17, NOON, NOON + HOUR - 1, 2),
            Leases.lease("pod-a", 18, NOON, NOON + HOUR, 2),
            Leases.lease("pod-b", 17, NOON, NOON + HOUR, 2),
            new Lease("shop/x", "pod-a", 17, inForce.window(), 3, IdLayout.DEFAULT));
    for (Lease other : others) {
      assertThat(process.issuer.adopt(other)).isInstanceOf(Ignored.class);
      assertThat(process.issuer.lease()).contains(inForce);
      assertThat(process.next()).isNotNegative();
    }
  }

  @Test
  void shouldIgnoreAnOlderTurnAfterARestart() throws Exception {
    IssuerProcess.adopting(clock, disk, Leases.inTurn(0)).issuer.adopt(Leases.inTurn(1));
    disk.kill();
    IssuerProcess restarted = new IssuerProcess(clock, disk);
    assertThat(restarted.issuer.adopt(Leases.inTurn(0))).isInstanceOf(Ignored.class);
    assertThat(restarted.refused()).isEqualTo(Refusal.NO_LEASE);
    assertThat(restarted.issuer.adopt(Leases.inTurn(1))).isEqualTo(new Adopted());
  }

  @Test
  void shouldGoOnAtOnceWhenTheWindowIsExtended() throws Exception {
    // Given
    IssuerProcess process = IssuerProcess.adopting(clock, disk, Leases.inTurn(0));
    clock.setWall(NOON + HOUR - 1);
    process.next();
    clock.pass(5);
    assertThat(process.refused()).isEqualTo(Refusal.WINDOW_OVER);
    // When
    process.issuer.adopt(Leases.lease("pod-a", 17, NOON, NOON + 2 * HOUR, 0));
    // Then
    assertThat(process.decoded().timestampMs()).isEqualTo(NOON + HOUR + 4);
  }

  @Test
  void shouldKeepWhatIsReservedWhenTheTurnIsRaised() throws Exception {
    // Given
    IssuerProcess process = IssuerProcess.adopting(clock, disk, Leases.inTurn(0));
    long before = process.next();
    long reserved = process.issuer.reservedUntilMs();
    // When
    process.issuer.adopt(Leases.inTurn(1));
    // Then
    assertThat(process.issuer.reservedUntilMs()).isEqualTo(reserved);
    assertThat(process.issuer.nextId()).as("no wait").isEqualTo(before + 1);
    disk.kill();
    assertThat(IssuerProcess.adopting(clock, disk, Leases.inTurn(1)).issuer.lastTimestampMs())
        .isEqualTo(reserved);
  }

  @Test
  void shouldTakeALaterGrantOfAnotherWorkerId() throws Exception {
    // Given
    IssuerProcess process = IssuerProcess.adopting(clock, disk, Leases.inTurn(0));
    long before = process.next();
    // When
    process.issuer.adopt(Leases.lease("pod-a", 9, NOON + 1, NOON + HOUR, 0));
    // Then
    clock.pass(1);
    assertThat(process.decoded().workerId()).isEqualTo(9);
    assertThat(process.next()).isGreaterThan(before);
  }

  @Test
  void shouldWaitForTheClockWhenALaterGrantBeginsAfterIt() throws Exception {
    // Given
    IssuerProcess process = IssuerProcess.adopting(clock, disk, Leases.inTurn(0));
    process.next();
    // When
    process.issuer.adopt(Leases.lease("pod-a", 9, START + 5, NOON + HOUR, 0));
    // Then
    assertThat(process.refused()).isEqualTo(Refusal.CLOCK_OUTSIDE_WINDOW);
    assertThat(process.issuer.refusal()).contains(Refusal.CLOCK_OUTSIDE_WINDOW);
    clock.pass(5);
    assertThat(process.decoded().timestampMs()).isEqualTo(START + 5);
  }
}
