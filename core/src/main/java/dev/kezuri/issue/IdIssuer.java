// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.issue;

import dev.kezuri.lease.Lease;
import dev.kezuri.lease.Resignation;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Issues IDs: inside the window of a lease, strictly increasing, across restarts, and never a
 * timestamp that is not reserved on disk.
 *
 * <p><b>Threads.</b> {@link #nextId}, {@link #nextIdInBatch} and {@link #beginBatch} belong to one
 * thread. {@link #adopt} and {@link #resign} wait for the disk and belong to others, as do the
 * reservations, which run on the executor given; these exclude each other by the object's lock. All
 * else may be called by any thread.
 *
 * <p><b>Resigning against issuing.</b> Each ID moves {@code position}, the timestamp and sequence
 * issued last, by a compare-and-swap; resigning swaps it for {@link #CLOSED} and takes what was
 * there for the high water. An ID whose swap came first is counted, one whose swap comes later
 * fails: there is no third order, so after {@code resign()} no ID above its high water, nor any
 * other, can come.
 */
public final class IdIssuer {
  /** How far timestamps are reserved ahead, ms: what a restart skips at most. */
  static final long AHEAD_MS = 2000;

  /** The reservation is renewed when less than this is left, ms: how slow a disk may be. */
  static final long RENEW_MS = 1000;

  private static final long CLOSED = Long.MIN_VALUE;
  private static final long UNSET = Long.MIN_VALUE + 1;

  private final Reading reading;
  private final StateFolder state;
  private final Demand demand;
  private final AtomicLong reservations = new AtomicLong();

  /** Timestamp and sequence issued last, as {@link Terms#position} has them. */
  private final AtomicLong position = new AtomicLong(UNSET);

  private volatile Terms terms = Terms.NONE;
  private volatile boolean started;

  private final SequenceStarts starts = new SequenceStarts();

  /** Set once, under the object's lock: why this process never issues again. */
  private Adoption end;

  private boolean resigned;

  /** What was said when this turn was closed, by this process or before it. */
  private Resignation resignation;

  private volatile long closedAtMs = Long.MIN_VALUE;

  /**
   * Makes an issuer without a lease.
   *
   * @param state what it remembers; closed by the caller, after the last use of the issuer
   * @param disk runs the reservations, one at a time or not; its threads must not be interrupted
   *     while they write
   * @param wake runs after each reservation, on that executor: it must hand over to the issuing
   *     thread, which then asks again for what was refused with {@link Refusal#AWAITING_DISK}
   */
  public IdIssuer(TimeSource time, StateFolder state, Executor disk, Runnable wake) {
    this.reading = new Reading(time);
    this.state = state;
    this.demand = new Demand(disk, this::reserve, wake);
  }

  /**
   * Returns the next ID, or the negative code of a {@link Refusal}. Allocates nothing, waits for
   * nothing, logs nothing.
   */
  public long nextId() {
    Terms now = terms; // before the position, which is set before the first terms
    reading.take(now, lastMs(now));
    return issue();
  }

  /**
   * As {@link #nextId}, by the clock as {@link #beginBatch} found it for all IDs of a batch:
   * reading it takes longer than all the rest. It is read again before an ID is refused.
   */
  public long nextIdInBatch() {
    long id = issue();
    return id >= 0 ? id : nextId();
  }

  /**
   * Begins a batch of IDs asked for at about the same time. Batches within a tenth of a millisecond
   * by {@code monotonicNs}, which the caller just read, go by one reading of the clock.
   */
  public void beginBatch(long monotonicNs) {
    Terms now = terms; // before the position, as above
    reading.refresh(now, lastMs(now), monotonicNs);
  }

  private long lastMs(Terms now) {
    long last = position.get();
    return now.issuing() && last != CLOSED ? now.timestampMs(last) : Long.MIN_VALUE;
  }

  private long issue() {
    while (true) {
      Terms now = terms; // before the position, as above
      long last = position.get();
      if (!now.issuing()) {
        return now.refusal();
      }
      if (last == CLOSED) {
        return Refusal.RESIGNED.code();
      }
      if (reading.ms() < now.fromMs()) {
        return reading.missing(now).code();
      }
      long lastMs = now.timestampMs(last);
      long ms = Math.max(reading.ms(), lastMs);
      if (ms >= now.toMs()) {
        return now.over().code();
      }
      boolean usedUp = now.usedUp(last);
      if (ms == lastMs && usedUp) {
        return Refusal.MILLISECOND_FULL.code();
      }
      if (!reserved(now, ms)) {
        if (terms.issuing() && terms.untilMs() < ms) {
          return Refusal.AWAITING_DISK.code();
        }
        continue;
      }
      int first = ms == lastMs || usedUp ? 0 : starts.next(now.maxSequence());
      long next = ms == lastMs ? last + 1 : now.position(ms, first);
      if (position.compareAndSet(last, next)) {
        return now.id(next);
      }
    }
  }

  /** Returns whether {@code ms} may be used; asks for more before it runs out. */
  private boolean reserved(Terms now, long ms) {
    if (ms > now.untilMs() - RENEW_MS && now.untilMs() < now.toMs() - 1) {
      demand.ask(ms);
    }
    return ms <= now.untilMs();
  }

  private synchronized void reserve(long ms) {
    Terms now = terms;
    long untilMs = Math.min(ms + AHEAD_MS, now.toMs() - 1);
    if (!now.issuing() || untilMs <= now.untilMs()) {
      return;
    }
    try {
      state.write(state.record().orElseThrow().reservedUntil(untilMs));
      reservations.incrementAndGet();
      terms = now.reservedUntil(untilMs);
    } catch (IOException e) {
      fail(e);
    }
  }

  private Adoption fail(IOException e) {
    return stop(Refusal.DISK_FAILED, new Adoption.Refused(String.valueOf(e.getMessage())));
  }

  private Adoption stop(Refusal refusal, Adoption why) {
    terms = terms.refusing(refusal);
    end = why;
    return why;
  }

  /**
   * Takes a lease if it is the state's or later; its window counts at once. Blocks for the disk.
   * The caller has checked that the lease is for its pod.
   */
  public synchronized Adoption adopt(Lease lease) {
    if (end != null) {
      return end;
    }
    if (resigned) {
      return new Adoption.Ignored("this process has resigned");
    }
    Optional<Lease> inForce = terms.issuing() ? lease() : Optional.empty();
    return switch (LeaseOrder.of(lease, inForce, state.record(), state.damage())) {
      case LeaseOrder.Older(String why) -> new Adoption.Ignored(why);
      case LeaseOrder.Lost(String why) -> stop(Refusal.STATE_LOST, new Adoption.StateLost(why));
      case LeaseOrder.Closed(Resignation before) -> {
        started = true;
        resignation = before;
        terms = terms.refusing(Refusal.TURN_CLOSED);
        yield new Adoption.TurnClosed(before);
      }
      case LeaseOrder.Same(StateRecord record) -> start(lease, record);
      case LeaseOrder.Later(StateRecord record) -> {
        try {
          state.write(record);
          yield start(lease, record);
        } catch (IOException e) {
          yield fail(e);
        }
      }
    };
  }

  private Adoption start(Lease lease, StateRecord record) {
    Terms next = Terms.of(lease, record.untilMs());
    if (position.get() == UNSET) {
      // after a restart all that was reserved is used up
      position.set(next.endOf(record.untilMs()));
    }
    resignation = null;
    terms = next;
    started = true;
    return new Adoption.Adopted();
  }

  /**
   * Stops issuing for good. Returns the last word, whose record is durable by then; empty if this
   * process may not say one: no lease in force, state lost, or a failed disk. Blocks for the disk.
   */
  public synchronized Optional<Resignation> resign() {
    if (resigned) {
      return Optional.ofNullable(resignation);
    }
    resigned = true;
    long last = position.getAndSet(CLOSED);
    Terms now = terms;
    if (end == null) {
      terms = now.refusing(Refusal.RESIGNED);
    }
    if (!now.issuing()) {
      return Optional.ofNullable(resignation);
    }
    closedAtMs = now.timestampMs(last);
    StateRecord closed = state.record().orElseThrow().closedAt(closedAtMs);
    try {
      state.writeLast(closed);
      resignation = closed.resignation();
    } catch (IOException e) {
      fail(e);
    }
    return Optional.ofNullable(resignation);
  }

  /** Returns whether a good first record of this pod is on disk: an empty folder is a loss now. */
  public boolean started() {
    return started;
  }

  /** Returns what {@link #nextId} would refuse with, other than what passes by itself. */
  public Optional<Refusal> refusal() {
    Terms now = terms;
    long last = position.get();
    if (!now.issuing()) {
      return Optional.of(Refusal.of(now.refusal()));
    }
    if (last == CLOSED) {
      return Optional.of(Refusal.RESIGNED);
    }
    return reading.refusal(now, now.timestampMs(last));
  }

  /** Returns the lease in force, or the last that was. */
  public Optional<Lease> lease() {
    return Optional.ofNullable(terms.lease());
  }

  /**
   * Returns the last timestamp issued, or counted as issued after a restart, in ms since 1970;
   * before the first lease {@code Long.MIN_VALUE}.
   */
  public long lastTimestampMs() {
    Terms now = terms;
    long last = position.get();
    if (last == CLOSED || now.lease() == null) {
      return closedAtMs;
    }
    return now.timestampMs(last);
  }

  /** Returns T, the last timestamp reserved on disk, in ms since 1970; 0 before the first lease. */
  public long reservedUntilMs() {
    return terms.untilMs();
  }

  /** Returns how many reservations were written by this process. */
  public long reservations() {
    return reservations.get();
  }

  /** Returns how far the wall clock is behind the timestamps issued, in ms; 0 if it is not. */
  public long clockBehindMs() {
    return reading.aheadOfWallMs();
  }
}
