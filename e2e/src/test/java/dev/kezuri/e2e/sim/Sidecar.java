// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import dev.kezuri.issue.IdIssuer;
import dev.kezuri.issue.Refusal;
import dev.kezuri.issue.SimulatedDisk;
import dev.kezuri.issue.StateFolder;
import dev.kezuri.issue.StateFolderException;
import dev.kezuri.issue.TimeSource;
import dev.kezuri.lease.Lease;
import dev.kezuri.sidecar.Exit;
import dev.kezuri.sidecar.ExitCode;
import dev.kezuri.sidecar.LastWord;
import dev.kezuri.sidecar.LeaseFile;
import dev.kezuri.sidecar.LeaseIntake;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One process of a sidecar: the real issuer, state folder, lease file and last word; in place of
 * sockets and threads, the agenda.
 */
final class Sidecar {
  private static final long LOOK_MS = 2_000;
  private static final int KILLED = 137;
  private static final long NOT_FULL = -1;
  private static final long FULL_NS = 100_000_000;

  private final PodOnNode pod;
  private final World world;
  private final Dice dice;
  private final int run;
  private final long startedMs;
  private final TimeSource time;
  private final Exit exit = new Exit();
  private StateFolder folder;
  private IdIssuer issuer;
  private LeaseIntake intake;
  private LeaseFile file;
  private boolean alive = true;
  private boolean ending;
  private boolean unhealthy;
  private int wanted;
  private long fullSinceNs = NOT_FULL;
  private TroubledDisk disk;
  private String message = "";

  /** Starts process number {@code run} of the pod. */
  Sidecar(PodOnNode pod, int run) {
    this.pod = pod;
    this.world = pod.world();
    this.dice = world.dice().of(pod.uid() + " run " + run);
    this.run = run;
    this.startedMs = world.nowMs();
    this.time = pod.node().clock().ofProcess();
    later(dice.span(20, 1_500), this::boot);
    drawLater();
  }

  /** On this process' thread, if it still runs then. */
  private void later(long delayMs, Runnable what) {
    pod.node().after(delayMs, () -> guarded(what));
  }

  private void guarded(Runnable what) {
    if (!alive) {
      return;
    }
    try {
      what.run();
    } catch (SimulatedDisk.Ended e) {
      end(KILLED);
      return;
    }
    if (alive && exit.isRequested()) {
      end(exit.await().code());
    }
  }

  private void boot() {
    try {
      disk = new TroubledDisk(pod.disk().attach(), this::meanwhile);
      folder = StateFolder.open(disk, false);
    } catch (StateFolderException e) {
      boolean busy = e.reason() == StateFolderException.Reason.BUSY;
      exit.request(busy ? ExitCode.STATE_BUSY : ExitCode.STATE_UNUSABLE);
      return;
    }
    issuer = new IdIssuer(time, folder, this::onDiskThread, () -> later(0, this::drawWanted));
    LastWord lastWord = new LastWord((LastWord.Place) text -> message = text);
    file = new LeaseFile(Path.of("/kezuri/lease/lease.json"), this::leaseBytes, pod.uid());
    intake = new LeaseIntake(issuer, folder, lastWord, exit, time, false, this::adopted);
    look();
  }

  private byte[] leaseBytes(int most) throws IOException {
    String text = pod.leaseFile();
    if (text == null) {
      throw new NoSuchFileException("lease.json");
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void adopted(Lease lease) {
    world.trace(
        () ->
            name()
                + " adopts "
                + lease.workerId()
                + " turn "
                + lease.turn()
                + " "
                + lease.window());
  }

  /** What the lease watcher does when the file changes, and every two seconds. */
  void lookSoon() {
    later(dice.between(1, 150), this::look);
  }

  private void look() {
    if (intake == null || ending) {
      return;
    }
    intake.look(file);
    if (issuer
        .refusal()
        .filter(r -> r == Refusal.TURN_CLOSED || r == Refusal.NO_LEASE)
        .isPresent()) {
      later(LOOK_MS, this::look);
    }
  }

  private void onDiskThread(Runnable write) {
    later(dice.span(1, 20) + pod.diskDelayMs(), write);
  }

  /** The event loop goes on while another thread waits for the disk. */
  private void meanwhile() {
    if (issuer != null && dice.onceIn(3)) {
      draw(1 + dice.below(3));
    }
  }

  boolean isStarted() {
    return alive && intake != null && intake.isStarted();
  }

  private void drawLater() {
    later(dice.between(1, world.drawEveryMs() * 2), this::drawSome);
  }

  private void drawSome() {
    burst(8 + dice.below(8));
    drawLater();
  }

  /** Clients ask for so many IDs. */
  void burst(int ids) {
    if (alive && issuer != null) {
      wanted = ids;
      guarded(this::drawWanted);
    }
  }

  private void drawWanted() {
    if (wanted > 0 && alive) {
      int before = wanted;
      wanted = 0;
      int left = draw(before);
      wanted = left;
    }
  }

  /** Returns how many are still to be drawn, later. */
  private int draw(int count) {
    if (dice.onceIn(2)) {
      issuer.beginBatch(time.monotonicNs());
    }
    for (int left = count; left > 0; left--) {
      long id = dice.onceIn(2) ? issuer.nextId() : issuer.nextIdInBatch();
      if (id < 0) {
        return refused(Refusal.of(id), left);
      }
      fullSinceNs = NOT_FULL;
      world.oracle().issued(pod.uid(), issuer.lease().orElseThrow(), id);
    }
    return 0;
  }

  private int refused(Refusal refusal, int left) {
    world.oracle().refused(pod.uid(), refusal);
    if (refusal == Refusal.DISK_FAILED && !unhealthy) {
      // What the liveness probe does.
      unhealthy = true;
      later(dice.between(5_000, 30_000), pod::restartSidecar);
    }
    if (refusal == Refusal.MILLISECOND_FULL) {
      full();
      later(1, this::drawWanted);
    }
    return refusal.passing() ? left : 0;
  }

  /** The next millisecond comes by itself, whatever the time of day does. */
  private void full() {
    long nowNs = time.monotonicNs();
    fullSinceNs = fullSinceNs == NOT_FULL ? nowNs : fullSinceNs;
    if (nowNs - fullSinceNs > FULL_NS) {
      world.oracle().broken("pod " + pod.uid() + " waits for the next millisecond for ever");
    }
  }

  /** SIGTERM: what is under way is answered, then it resigns and ends. */
  void term() {
    if (!ending && alive) {
      world.trace(() -> name() + " gets TERM");
      ending = true;
      later(dice.between(0, 1_500), this::resign);
    }
  }

  private void resign() {
    if (intake != null) {
      draw(1);
      intake.resign();
      draw(1);
    }
    if (dice.onceIn(3)) {
      later(dice.between(1, 1_500), () -> exit.request(ExitCode.ORDERLY));
    } else {
      exit.request(ExitCode.ORDERLY);
    }
  }

  /** SIGKILL. */
  void kill() {
    if (alive) {
      end(KILLED);
    }
  }

  private void end(int code) {
    alive = false;
    world.trace(() -> name() + " ends with " + code);
    world.oracle().ran(world.nowMs() - startedMs);
    if (disk != null) {
      try {
        disk.close();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    pod.ended(this, run, code, startedMs);
  }

  /** The world ends while it runs. */
  void countTime() {
    world.oracle().ran(world.nowMs() - startedMs);
  }

  /** Returns what is in its termination message file. */
  String message() {
    return message;
  }

  boolean isAlive() {
    return alive;
  }

  /** Returns whether timestamps are ahead of a clock that was wrong and was set back. */
  boolean isAhead() {
    return issuer != null && issuer.clockBehindMs() > 0;
  }

  /** Returns why no IDs are issued now, other than what passes. */
  Optional<Refusal> refusal() {
    return issuer == null ? Optional.of(Refusal.NO_LEASE) : issuer.refusal();
  }

  String name() {
    return pod.uid() + "/" + run;
  }
}
