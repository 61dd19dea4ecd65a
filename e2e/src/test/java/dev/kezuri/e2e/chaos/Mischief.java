// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Does faults until the time is up, in as many threads as it is asked for. */
public final class Mischief {
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(30);
  private static final Duration BETWEEN = Duration.ofMillis(1500);

  private final Tally tally;
  private final LongSupplier ids;
  private final PrintStream out;
  private final long endNs;

  /**
   * Has time from now on.
   *
   * @param ids how many IDs were drawn so far
   */
  public Mischief(Duration length, Tally tally, LongSupplier ids, PrintStream out) {
    this.endNs = System.nanoTime() + length.toNanos();
    this.tally = tally;
    this.ids = ids;
    this.out = out;
  }

  /** Does faults of {@code kinds}, one after the other, whatever else is done meanwhile. */
  public Thread of(String name, List<Fault> kinds, Random random) {
    return repeat(name, kinds, random, fault -> run(fault, random));
  }

  /** Does faults of {@code kinds}, one after the other, each while it holds {@code lock}. */
  Thread of(String name, List<Fault> kinds, Random random, Lock lock) {
    return repeat(
        name,
        kinds,
        random,
        fault -> {
          lock.lock();
          try {
            run(fault, random);
          } finally {
            lock.unlock();
          }
        });
  }

  private Thread repeat(String name, List<Fault> kinds, Random random, Consumer<Fault> doing) {
    return tally.start(
        name,
        () -> {
          while (goesOn()) {
            doing.accept(pick(kinds, random));
            Pause.upTo(random, BETWEEN);
          }
        });
  }

  /** A person wants to see that it goes on, and how long yet. */
  public Thread progress() {
    return tally.start(
        "progress",
        () -> {
          while (goesOn()) {
            waitFor(PROGRESS_EVERY);
            out.printf(
                "%d s left: IDs %d, faults %d, invariants broken %d%n",
                Math.max(0, Duration.ofNanos(endNs - System.nanoTime()).toSeconds()),
                ids.getAsLong(),
                tally.faultCount(),
                tally.broken().size());
          }
        });
  }

  /** Returns whether there is time left. */
  boolean goesOn() {
    return System.nanoTime() < endNs;
  }

  /** Waits so long, at most until the time is up. */
  void waitFor(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < until && goesOn()) {
      Pause.of(TICK);
    }
  }

  /** Does one fault, and counts it if it was done. */
  void run(Fault fault, Random random) {
    try {
      if (fault.deed().run(random)) {
        tally.fault(fault.name());
      }
    } catch (KubernetesClientException e) {
      // Another fault of the moment kept this one from being done.
      out.println("not done: " + fault.name() + ": " + e.getMessage());
    } catch (Exception e) {
      tally.broken("the fault " + fault.name() + " could not be done: " + e);
    }
  }

  private static Fault pick(List<Fault> kinds, Random random) {
    int at = random.nextInt(kinds.stream().mapToInt(Fault::weight).sum());
    for (Fault kind : kinds) {
      at -= kind.weight();
      if (at < 0) {
        return kind;
      }
    }
    throw new AssertionError("weights");
  }
}
