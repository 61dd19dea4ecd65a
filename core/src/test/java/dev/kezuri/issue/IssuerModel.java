// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import static dev.kezuri.issue.Leases.HOUR;
import static dev.kezuri.issue.Leases.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.id.DecodedId;
import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.Resignation;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** One pod's life as a list of numbers: what happens to clocks, disk, process and lease. */
final class IssuerModel {
  private final ManualClock clock = new ManualClock(NOON + 1000);
  private final SimulatedDisk disk;
  private final Set<Resignation> said = new HashSet<>();
  private Lease lease = Leases.inTurn(0);
  private IssuerProcess process;
  private long lastId = -1;
  private int drawn;

  IssuerModel(long seed) {
    disk = new SimulatedDisk(seed);
    start();
  }

  /** Returns how many IDs were drawn. */
  int drawn() {
    return drawn;
  }

  /** One thing happens; {@code choice} says what, {@code amount} how much of it. */
  void step(int choice, int amount) {
    try {
      if (process == null) {
        start();
      }
      happen(choice, amount);
    } catch (SimulatedDisk.Ended ended) {
      end(amount % 2 == 0);
    } catch (IOException e) {
      end(amount % 2 == 0); // what the sidecar does when the folder cannot be opened
    }
  }

  private void happen(int choice, int amount) throws IOException {
    switch (choice) {
      case 0 -> clock.pass(amount % 5);
      case 1 -> clock.pass(amount % 4000);
      case 2 -> clock.setWall(clock.wallMs() + (amount % 4000 - 2000));
      case 3 -> clock.setWall(lease.window().notBeforeMs() + (amount % 21 - 5) * HOUR / 10);
      case 4 -> clock.runMonotonic(amount % 2000);
      case 5 -> draw(1 + amount % 20);
      case 6 -> drawAwaiting(1 + amount % 20);
      case 7 -> draw(5000);
      case 8 -> process().executor.runAll();
      case 9, 10 -> endAndTroubleNext(choice == 9, amount);
      case 11 -> disk.endAfter(amount % 8);
      case 12 -> disk.failAfter(amount % 8);
      case 13 -> rot(amount);
      case 14 -> offer(next(lease.turn() + 1, lease.window().notAfterMs()));
      case 15 -> offer(next(lease.turn(), lease.window().notAfterMs() + amount % (2 * HOUR)));
      case 16 -> offer(laterGrant(amount));
      default -> resign();
    }
  }

  private IssuerProcess process() throws IOException {
    if (process == null) {
      throw new IOException("down");
    }
    return process;
  }

  private void start() {
    try {
      process = new IssuerProcess(clock, disk);
      adopt();
    } catch (SimulatedDisk.Ended | IOException e) {
      end(e instanceof IOException);
    }
  }

  /** What is in the folder is whole and in use; then the process ends and one byte rots. */
  private void rot(int at) throws IOException {
    process();
    end(false);
    disk.flip("state", at);
  }

  /** The process ends, and now and then the next one as well, while it starts. */
  private void endAndTroubleNext(boolean powerCut, int amount) {
    end(powerCut);
    if (amount % 4 == 0) {
      disk.endAfter(amount / 4 % 8);
    }
  }

  private void end(boolean powerCut) {
    process = null;
    if (powerCut) {
      disk.cutPower();
    } else {
      disk.kill();
    }
  }

  private Lease next(int turn, long notAfter) {
    return Leases.lease("pod-a", lease.workerId(), lease.window().notBeforeMs(), notAfter, turn);
  }

  private Lease laterGrant(int amount) {
    long notBefore = lease.window().notBeforeMs() + 1 + amount % (HOUR / 2);
    return Leases.lease(
        "pod-a",
        (lease.workerId() + 1) % 1024,
        notBefore,
        Math.max(notBefore, lease.window().notAfterMs()) + HOUR / 2,
        0);
  }

  /** The operator raises a turn and grants again only when the first record is on disk. */
  private void offer(Lease later) throws IOException {
    if (process().issuer.started()) {
      lease = later;
      adopt();
    }
  }

  private void adopt() {
    boolean closed = saidOf(lease).isPresent();
    switch (process.issuer.adopt(lease)) {
      case Adoption.Adopted() -> assertThat(closed).as("a closed turn came back").isFalse();
      case Adoption.TurnClosed(Resignation again) -> {
        assertThat(saidOf(lease).orElse(again)).isEqualTo(again);
        say(again);
      }
      case Adoption.StateLost(String why) -> throw new AssertionError(why);
      case Adoption.Ignored(String why) -> assertThat(why).contains("in force already");
      case Adoption.Refused(String why) -> assertThat(why).isNotBlank();
    }
  }

  private Optional<Resignation> saidOf(Lease of) {
    return said.stream()
        .filter(r -> r.notBeforeMs() == of.window().notBeforeMs() && r.turn() == of.turn())
        .findFirst();
  }

  private void say(Resignation word) {
    if (lastId >= 0 && word.turn() == lease.turn()) {
      assertThat(word.highWaterMs())
          .isGreaterThanOrEqualTo(
              Math.max(word.notBeforeMs(), IdLayout.DEFAULT.decode(lastId).timestampMs()));
    }
    said.add(word);
  }

  private void resign() throws IOException {
    process().issuer.resign().ifPresent(this::say);
    draw(1);
    end(false);
  }

  private void drawAwaiting(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      draw(1);
      process().executor.runAll();
    }
  }

  private void draw(int count) throws IOException {
    IdIssuer issuer = process().issuer;
    // A batch goes by the clock of an earlier step now and then: it may have jumped since.
    for (int i = 0; i < count; i++) {
      long id = drawn % 3 == 0 ? issuer.nextId() : issuer.nextIdInBatch();
      if (id < 0) {
        assertThat(Refusal.of(id).passing() || issuer.refusal().isPresent()).isTrue();
        return;
      }
      drawn++;
      check(id, issuer.lease().orElseThrow());
    }
  }

  private void check(long id, Lease inForce) {
    assertThat(id).as("strictly increasing").isGreaterThan(lastId);
    lastId = id;
    DecodedId decoded = IdLayout.DEFAULT.decode(id);
    assertThat(inForce.window().contains(decoded.timestampMs())).as("inside the window").isTrue();
    assertThat(decoded.workerId()).isEqualTo(inForce.workerId());
    assertThat(saidOf(inForce)).as("a closed turn issues").isEmpty();
    for (Resignation word : said) {
      assertThat(decoded.timestampMs())
          .as("above the high water")
          .isGreaterThan(word.highWaterMs());
    }
  }
}
