// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator;

import dev.kezuri.operator.idgenerator.Turns;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a restart would mend: a watch that is over, or silent while the API server answers, and a
 * turn or sweep that does not end. While the API server does not answer, nothing of that counts: a
 * new process would find no more than this one, and lose its caches.
 */
final class Health implements Turns {
  /** Informers try again after seconds, and 10 s at most; this is many tries. */
  private static final Duration NOT_WATCHING = Duration.ofMinutes(2);

  /** A turn of 2,000 writes took under 10 s; requests that hang end after 10 s. */
  private static final Duration LONG_WORK = Duration.ofMinutes(10);

  /** The API server counts as answering so long after an answer. */
  private static final Duration ANSWERING = Duration.ofSeconds(30);

  /** What informers say of themselves. */
  enum Informers {
    /** All lists are there, all watches are open. */
    WATCHING,
    /** All lists are there; some watch is being opened again. */
    RECONNECTING,
    /** One has given up, or was never filled. */
    DEAD
  }

  private final LongSupplier nanoTime;
  private final BooleanSupplier leads;
  private final Supplier<Informers> informers;
  private final Map<String, Long> underWay = new ConcurrentHashMap<>();
  private volatile long answeredNanos;
  private volatile long watchedNanos;
  private volatile long sweptNanos;

  Health(LongSupplier nanoTime, BooleanSupplier leads, Supplier<Informers> informers) {
    this.nanoTime = nanoTime;
    this.leads = leads;
    this.informers = informers;
    answered();
    sweepEnded();
    watchedNanos = nanoTime.getAsLong();
  }

  /** The API server has answered something. */
  void answered() {
    answeredNanos = nanoTime.getAsLong();
  }

  /** Returns whether it is time to ask the API server something, to know whether it answers. */
  boolean quiet() {
    return since(answeredNanos, ANSWERING.dividedBy(2));
  }

  /** A sweep has ended, or sweeps are to begin. */
  void sweepEnded() {
    sweptNanos = nanoTime.getAsLong();
  }

  @Override
  public Optional<Duration> take(String generator, Supplier<Duration> turn) {
    if (!leads.getAsBoolean()) {
      return Optional.empty();
    }
    underWay.put(generator, nanoTime.getAsLong());
    try {
      return Optional.of(turn.get());
    } finally {
      underWay.remove(generator);
    }
  }

  /** Returns what a restart would mend, if anything. */
  Optional<String> trouble() {
    Informers now = informers.get();
    if (now == Informers.DEAD) {
      return Optional.of("an informer has stopped");
    }
    if (now == Informers.WATCHING) {
      watchedNanos = nanoTime.getAsLong();
    }
    if (since(answeredNanos, ANSWERING)) {
      return Optional.empty();
    }
    if (since(watchedNanos, NOT_WATCHING)) {
      return Optional.of("an informer does not watch, and the API server answers");
    }
    Optional<String> hangs =
        underWay.entrySet().stream()
            .filter(turn -> since(turn.getValue(), LONG_WORK))
            .map(turn -> "a turn does not end: " + turn.getKey())
            .findFirst();
    if (hangs.isPresent()) {
      return hangs;
    }
    return leads.getAsBoolean() && since(sweptNanos, LONG_WORK)
        ? Optional.of("no sweep has ended for " + LONG_WORK.toMinutes() + " min")
        : Optional.empty();
  }

  private boolean since(long nanos, Duration limit) {
    return nanoTime.getAsLong() - nanos > limit.toNanos();
  }
}
