// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.chaos;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Does faults until the time is up, three at once: two to pods, one to servers. */
final class ChaosRun {
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration RESTORE_EVERY = Duration.ofMinutes(10);
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(30);
  private static final Duration BACKUP_AGE = Duration.ofSeconds(20);
  private static final Duration BETWEEN = Duration.ofMillis(1500);

  private final Rig rig;
  private final Tally tally;
  private final PrintStream out;
  private final ReadWriteLock ordinary = new ReentrantReadWriteLock(true);
  private volatile long endNs;
  private volatile boolean over;

  ChaosRun(Rig rig, Tally tally, PrintStream out) {
    this.rig = rig;
    this.tally = tally;
    this.out = out;
  }

  /** Keeps pods and operators as controllers do; runs beside the faults until {@link #stop}. */
  Thread keeper() {
    return start(
        "keeper",
        () -> {
          while (!over) {
            keepOnce();
            Pause.of(TICK);
          }
        });
  }

  private void keepOnce() {
    ordinary.readLock().lock();
    try {
      rig.operators().forEach(OperatorSlot::keep);
      rig.population().attend();
      rig.population().keep();
    } catch (KubernetesClientException e) {
      // The API server is down, or refuses pods for now: a controller tries again.
      Pause.of(TICK);
    } finally {
      ordinary.readLock().unlock();
    }
  }

  /** Begins all faults, and returns the threads that do them until {@code length} is over. */
  List<Thread> begin(Path folder, int pods, Duration length, long seed) {
    endNs = System.nanoTime() + length.toNanos();
    Random seeds = new Random(seed);
    List<Fault> ofPods = new PodFaults(rig, pods).all();
    Duration every = length.compareTo(RESTORE_EVERY) < 0 ? length : RESTORE_EVERY;
    return List.of(
        mischief("servers", new ServerFaults(rig).all(), new Random(seeds.nextLong())),
        mischief("pods", ofPods, new Random(seeds.nextLong())),
        mischief("more pods", ofPods, new Random(seeds.nextLong())),
        progress(),
        restores(new Restore(rig, folder), every, new Random(seeds.nextLong())));
  }

  private Thread mischief(String name, List<Fault> kinds, Random random) {
    return start(
        name,
        () -> {
          while (goesOn()) {
            Fault fault = pick(kinds, random);
            ordinary.readLock().lock();
            try {
              run(fault, random);
            } finally {
              ordinary.readLock().unlock();
            }
            Pause.upTo(random, BETWEEN);
          }
        });
  }

  /** A person wants to see that it goes on, and how long yet. */
  private Thread progress() {
    return start(
        "progress",
        () -> {
          while (goesOn()) {
            waitFor(PROGRESS_EVERY);
            out.printf(
                "%d s left: IDs %d, faults %d, invariants broken %d%n",
                Math.max(0, Duration.ofNanos(endNs - System.nanoTime()).toSeconds()),
                rig.log().count(),
                tally.faultCount(),
                tally.broken().size());
          }
        });
  }

  private boolean goesOn() {
    return System.nanoTime() < endNs && !over;
  }

  /** Goes back to a backup once every {@code every}, while no other fault is done. */
  private Thread restores(Restore restore, Duration every, Random random) {
    Fault fault = restore.all().getFirst();
    return start(
        "restores",
        () -> {
          while (goesOn()) {
            waitFor(every.dividedBy(2));
            alone(restore::backUp);
            // Some windows of the backup have run out by then, and some have not.
            waitFor(Duration.ofMillis(random.nextLong(BACKUP_AGE.toMillis())));
            alone(() -> run(fault, random));
            waitFor(every.dividedBy(2));
          }
        });
  }

  private void alone(Work work) throws Exception {
    ordinary.writeLock().lock();
    try {
      if (goesOn()) {
        work.run();
      }
    } finally {
      ordinary.writeLock().unlock();
    }
  }

  private void waitFor(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < until && goesOn()) {
      Pause.of(TICK);
    }
  }

  private void run(Fault fault, Random random) {
    try {
      if (fault.deed().run(random)) {
        tally.fault(fault.name());
      }
    } catch (KubernetesClientException e) {
      // The other fault of the moment kept this one from being done.
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

  private interface Work {
    void run() throws Exception;
  }

  private Thread start(String name, Work work) {
    return Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(
            () -> {
              try {
                work.run();
              } catch (Exception | Error e) {
                tally.broken("the thread " + name + " ended: " + e);
              }
            });
  }

  /** Ends the keeper; faults that are under way end first. */
  void stop() {
    over = true;
  }
}
