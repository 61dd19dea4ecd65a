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

/** The faults of a rig, three at once: two to pods, one to servers; and who keeps it going. */
final class ChaosRun {
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration RESTORE_EVERY = Duration.ofMinutes(10);
  private static final Duration BACKUP_AGE = Duration.ofSeconds(20);

  private final Rig rig;
  private final Tally tally;
  private final PrintStream out;
  private final ReadWriteLock ordinary = new ReentrantReadWriteLock(true);
  private volatile boolean over;

  ChaosRun(Rig rig, Tally tally, PrintStream out) {
    this.rig = rig;
    this.tally = tally;
    this.out = out;
  }

  /** Keeps pods and operators as controllers do; runs beside the faults until {@link #stop}. */
  Thread keeper() {
    return tally.start(
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
    Mischief mischief = new Mischief(length, tally, rig.log()::count, out);
    Random seeds = new Random(seed);
    List<Fault> ofPods = new PodFaults(rig, pods).all();
    List<Fault> ofServers = new ServerFaults(rig).all();
    Duration every = length.compareTo(RESTORE_EVERY) < 0 ? length : RESTORE_EVERY;
    return List.of(
        mischief.of("servers", ofServers, new Random(seeds.nextLong()), ordinary.readLock()),
        mischief.of("pods", ofPods, new Random(seeds.nextLong()), ordinary.readLock()),
        mischief.of("more pods", ofPods, new Random(seeds.nextLong()), ordinary.readLock()),
        mischief.progress(),
        restores(mischief, new Restore(rig, folder), every, new Random(seeds.nextLong())));
  }

  /** Goes back to a backup once every {@code every}, while no other fault is done. */
  private Thread restores(Mischief mischief, Restore restore, Duration every, Random random) {
    Fault fault = restore.all().getFirst();
    return tally.start(
        "restores",
        () -> {
          while (mischief.goesOn()) {
            mischief.waitFor(every.dividedBy(2));
            alone(mischief, restore::backUp);
            // Some windows of the backup have run out by then, and some have not.
            mischief.waitFor(Duration.ofMillis(random.nextLong(BACKUP_AGE.toMillis())));
            alone(mischief, () -> mischief.run(fault, random));
            mischief.waitFor(every.dividedBy(2));
          }
        });
  }

  private void alone(Mischief mischief, Runnable work) {
    ordinary.writeLock().lock();
    try {
      if (mischief.goesOn()) {
        work.run();
      }
    } finally {
      ordinary.writeLock().unlock();
    }
  }

  /** Ends the keeper. */
  void stop() {
    over = true;
  }
}
