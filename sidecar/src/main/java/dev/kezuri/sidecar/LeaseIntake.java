// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import dev.kezuri.issue.Adoption;
import dev.kezuri.issue.IdIssuer;
import dev.kezuri.issue.Refusal;
import dev.kezuri.issue.StateFolder;
import dev.kezuri.issue.TimeSource;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.Resignation;
import dev.kezuri.sidecar.LeaseFile.Reading;
import dev.kezuri.sidecar.log.LogLines;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Offers leases to the issuer and does what its answer asks for: serve, refuse, or end with a last
 * word. One thread; what it tells about may be read by any.
 */
public final class LeaseIntake {
  private static final Logger LOG = Logger.getLogger(LeaseIntake.class.getName());

  /** How long a sidecar whose turn is closed waits for the next. */
  static final long NEXT_TURN_NS = TimeUnit.SECONDS.toNanos(30);

  private final IdIssuer issuer;
  private final StateFolder state;
  private final LastWord lastWord;
  private final Exit exit;
  private final TimeSource time;
  private final boolean standalone;
  private final Consumer<Lease> onAdopted;
  private Resignation closedTurn;
  private long closedTurnSinceNs;
  private volatile String problem;
  private volatile boolean lostLater;

  /**
   * Makes an intake.
   *
   * @param standalone whether there is no kubelet that would start this process again
   * @param onAdopted hears of each lease in force
   */
  public LeaseIntake(
      IdIssuer issuer,
      StateFolder state,
      LastWord lastWord,
      Exit exit,
      TimeSource time,
      boolean standalone,
      Consumer<Lease> onAdopted) {
    this.issuer = issuer;
    this.state = state;
    this.lastWord = lastWord;
    this.exit = exit;
    this.time = time;
    this.standalone = standalone;
    this.onAdopted = onAdopted;
  }

  /** Returns the reason for a refusal, with what is wrong with the lease file if that is why. */
  String reason(Refusal refusal) {
    String text = problem;
    boolean byLease =
        refusal == Refusal.NO_LEASE
            || refusal == Refusal.WINDOW_OVER
            || refusal == Refusal.TURN_CLOSED;
    return byLease && text != null ? refusal.reason() + " (" + text + ")" : refusal.reason();
  }

  /** Returns what the startup probe asks: there is nothing more that a restart could mend. */
  public boolean isStarted() {
    return issuer.started() || lostLater;
  }

  /** Takes what {@code file} says, if that is new. To be called now and then. */
  public void look(LeaseFile file) {
    file.readIfChanged().ifPresent(this::take);
    check();
  }

  /** Stops issuing for good, and only then says so. Blocks for the disk. */
  public void resign() {
    issuer.resign().ifPresent(resignation -> lastWord.say(resignation.message()));
  }

  /** Takes what the lease file says now. */
  void take(Reading reading) {
    switch (reading) {
      case Reading.Bad(String why) -> {
        problem = why;
        LOG.warning("event=lease_refused why=" + LogLines.quoted(why));
      }
      case Reading.Good(Lease lease) -> {
        problem = null;
        offer(lease);
      }
    }
  }

  /** Offers a lease to the issuer. */
  void offer(Lease lease) {
    String named =
        " worker_id=" + lease.workerId() + " turn=" + lease.turn() + " window=" + lease.window();
    switch (issuer.adopt(lease)) {
      case Adoption.Adopted() -> {
        closedTurn = null;
        LOG.info("event=lease_adopted generator=" + lease.generator() + named);
        onAdopted.accept(lease);
      }
      case Adoption.Ignored(String why) ->
          LOG.info("event=lease_ignored why=" + LogLines.quoted(why) + named);
      case Adoption.TurnClosed(Resignation before) -> turnClosed(before);
      case Adoption.StateLost(String why) -> stateLost(why, lease);
      case Adoption.Refused(String why) ->
          LOG.severe("event=disk_failed why=" + LogLines.quoted(why) + named);
    }
  }

  private void turnClosed(Resignation before) {
    if (before.equals(closedTurn)) {
      return;
    }
    closedTurn = before;
    closedTurnSinceNs = time.monotonicNs();
    LOG.warning("event=turn_closed turn=" + before.turn() + " waiting_s=30");
    // At once: the process that closed it may have been killed before it could say so.
    lastWord.say(before.message());
  }

  private void stateLost(String why, Lease lease) {
    lostLater = lease.turn() > 0;
    String message = "state lost: " + why + "; delete the pod, its successor gets a new window";
    LOG.severe("event=state_lost why=" + LogLines.quoted(why));
    if (standalone) {
      exit.request(ExitCode.STATE_LOST);
      return;
    }
    try {
      if (state.stateLostBefore()) {
        return;
      }
      state.markStateLost();
    } catch (IOException e) {
      // Not remembered, it would be said at every start: staying up is the quieter failure.
      LOG.log(Level.SEVERE, "event=state_lost_not_marked", e);
      return;
    }
    lastWord.say(message);
    exit.request(ExitCode.STATE_LOST);
  }

  /** Ends the process if the next turn has not come in time. */
  void check() {
    if (closedTurn != null && time.monotonicNs() - closedTurnSinceNs >= NEXT_TURN_NS) {
      LOG.severe("event=no_later_lease turn=" + closedTurn.turn());
      exit.request(ExitCode.TURN_CLOSED);
    }
  }

  /** The thread that brings leases has failed. */
  void failed(Throwable why) {
    LOG.log(Level.SEVERE, "event=lease_watch_failed", why);
    exit.request(ExitCode.INTERNAL_ERROR);
  }
}
