// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.issue.IdIssuer;
import dev.kezuri.issue.Refusal;
import dev.kezuri.issue.StateFolder;
import dev.kezuri.issue.TimeSource;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.Resignation;
import dev.kezuri.sidecar.LeaseFile.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseIntakeTest {
  @TempDir private Path temp;
  private long passedNs;

  private final TimeSource time =
      new TimeSource() {
        @Override
        public long wallMs() {
          return TimeSource.SYSTEM.wallMs();
        }

        @Override
        public long monotonicNs() {
          return TimeSource.SYSTEM.monotonicNs() + passedNs;
        }
      };

  /** One life of a sidecar on the same folder. */
  private final class Life implements AutoCloseable {
    private final Exit exit = new Exit();
    private final StateFolder state = StateFolder.open(temp.resolve("state"), true);
    private final IdIssuer issuer = new IdIssuer(time, state, Runnable::run, () -> {});
    private final LeaseIntake intake =
        new LeaseIntake(
            issuer,
            state,
            new LastWord(Optional.of(temp.resolve("message"))),
            exit,
            time,
            false,
            ready -> {});

    Life() throws IOException {}

    Life take(Lease lease) {
      intake.take(new Reading.Good(lease));
      return this;
    }

    @Override
    public void close() throws IOException {
      state.close();
    }
  }

  private String message() throws IOException {
    Path file = temp.resolve("message");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  @Test
  void shouldEndOnceAndThenStayUpWhenTheStateIsLost() throws IOException {
    // Given: an empty folder in turn 1
    Lease later = Leases.of(Leases.POD, 1);

    // When
    try (Life first = new Life().take(later)) {
      // Then
      assertThat(first.exit.isRequested()).isTrue();
      assertThat(first.exit.await()).isEqualTo(ExitCode.STATE_LOST);
      assertThat(message()).startsWith("state lost: ").contains("delete the pod");
    }
    try (Life second = new Life().take(later)) {
      assertThat(second.exit.isRequested()).isFalse();
      assertThat(second.issuer.refusal()).contains(Refusal.STATE_LOST);
      assertThat(second.intake.isStarted()).isTrue();
    }
  }

  @Test
  void shouldSayTheSameWordAgainAtOnceWhenTheTurnIsClosed() throws IOException {
    // Given: resigned, and killed before the message was written
    Lease lease = Leases.of(Leases.POD, 0);
    Resignation word;
    try (Life first = new Life().take(lease)) {
      word = first.issuer.resign().orElseThrow();
    }

    // When
    try (Life second = new Life().take(lease)) {
      // Then
      assertThat(Resignation.parse(message())).contains(word);
      assertThat(second.issuer.nextId()).isNegative();
      second.intake.check();
      assertThat(second.exit.isRequested()).as("it waits for the next turn").isFalse();

      passedNs += TimeUnit.SECONDS.toNanos(31);
      second.intake.check();
      assertThat(second.exit.await()).isEqualTo(ExitCode.TURN_CLOSED);
    }
  }

  @Test
  void shouldGoOnAboveTheHighWaterWhenTheNextTurnComesInTime() throws IOException {
    // Given
    long highWaterMs;
    try (Life first = new Life().take(Leases.of(Leases.POD, 0))) {
      highWaterMs = first.issuer.resign().orElseThrow().highWaterMs();
    }

    // When
    try (Life second = new Life().take(Leases.of(Leases.POD, 0))) {
      passedNs += TimeUnit.SECONDS.toNanos(20);
      second.take(Leases.of(Leases.POD, 1));
      passedNs += TimeUnit.SECONDS.toNanos(20);
      second.intake.check();

      // Then
      assertThat(second.exit.isRequested()).isFalse();
      assertThat(second.issuer.refusal()).isEmpty();
      assertThat(second.issuer.lastTimestampMs()).isGreaterThanOrEqualTo(highWaterMs);
    }
  }

  @Test
  void shouldKeepTheLaterLeaseWhenAnOlderOneComes() throws IOException {
    try (Life life = new Life().take(Leases.of(Leases.POD, 0)).take(Leases.of(Leases.POD, 1))) {
      life.take(Leases.of(Leases.POD, 0));

      assertThat(life.issuer.lease().orElseThrow().turn()).isEqualTo(1);
      assertThat(life.issuer.refusal()).isEmpty();
    }
  }
}
