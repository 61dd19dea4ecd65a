// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.cli.fence.Fence;
import dev.kezuri.cli.fence.Sight;
import dev.kezuri.cli.fence.Times;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Carries fences out, of all generators step by step: no more grants; then the ledgers, until a
 * look finds nothing left; then what lifts Restored. Ended anywhere, the next run goes on.
 */
final class FenceRun {
  private static final int WRITERS = 16;

  /** Only an operator that makes worker IDs all the time needs more than two. */
  private static final int LOOKS = 10;

  /** From so many worker IDs on a person wonders whether anything happens. */
  private static final int MANY = 100;

  private final Cluster cluster;
  private final FenceScope scope;
  private final Times times;
  private final PrintWriter progress;
  private final FenceWrites writes;
  private final Map<String, Fence> fences = new HashMap<>();

  FenceRun(Cluster cluster, FenceScope scope, Times times, PrintWriter progress) {
    this.cluster = cluster;
    this.scope = scope;
    this.times = times;
    this.progress = progress;
    this.writes = cluster.fenceWrites();
  }

  /**
   * Fences what was seen; returns how many writes it took.
   *
   * @throws ClusterException if the API server refuses or does not answer
   */
  int fence(List<Sight> first) {
    try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      holdBack(writers, first);
      List<Sight> seen = scope.look(cluster);
      for (int looks = 1; !raise(writers, seen); looks++) {
        if (looks == LOOKS) {
          throw new ClusterException(
              "new worker IDs come faster than they can be fenced: stop the operator");
        }
        seen = scope.look(cluster);
        holdBack(writers, seen);
      }
      all(writers, seen, (fence, name) -> writes.generator(name, fence::next));
      return writes.done();
    } catch (ClusterException e) {
      throw new ClusterException(
          e.getMessage()
              + " ("
              + writes.done()
              + " writes were taken, and stand; the same command goes on from there)",
          e);
    }
  }

  /** What is written about one generator. */
  private interface Step {
    void write(Fence fence, GeneratorName name);
  }

  private void holdBack(ExecutorService writers, List<Sight> seen) {
    all(writers, seen, (fence, name) -> writes.generator(name, fence::holdBack));
  }

  private void all(ExecutorService writers, List<Sight> seen, Step step) {
    List<Runnable> work = new ArrayList<>();
    for (Sight sight : seen) {
      if (sight.object().isPresent()) {
        GeneratorName name = GeneratorName.parse(sight.generator(), null);
        Fence fence = fence(sight);
        work.add(() -> step.write(fence, name));
      }
    }
    run(writers, work);
  }

  /** Raises what is not raised; returns whether nothing was left to be. */
  private boolean raise(ExecutorService writers, List<Sight> seen) {
    List<Runnable> work = new ArrayList<>();
    AtomicInteger raised = new AtomicInteger();
    for (Sight sight : seen) {
      Fence fence = fence(sight);
      for (WorkerId workerId : sight.workerIds()) {
        if (fence.raise(workerId).isPresent()) {
          work.add(
              () -> {
                writes.workerId(workerId, fence::raise);
                tell(raised.incrementAndGet(), work.size());
              });
        }
      }
    }
    run(writers, work);
    return work.isEmpty();
  }

  private void tell(int raised, int of) {
    if (of >= MANY && raised % (of / 10) == 0) {
      progress.println(raised + " of " + of + " worker IDs");
      progress.flush();
    }
  }

  /** Its end stays where it was at the first look. */
  private Fence fence(Sight sight) {
    return fences.merge(
        sight.generator(), Fence.of(sight, times), (known, fresh) -> known.seeing(sight));
  }

  /** All ends before the first failure is told; after one, nothing more is begun. */
  private static void run(ExecutorService writers, List<Runnable> work) {
    AtomicInteger failures = new AtomicInteger();
    List<Callable<Void>> guarded = new ArrayList<>();
    for (Runnable piece : work) {
      guarded.add(
          () -> {
            if (failures.get() == 0) {
              try {
                piece.run();
              } catch (RuntimeException | Error e) {
                failures.incrementAndGet();
                throw e;
              }
            }
            return null;
          });
    }
    try {
      for (Future<Void> each : writers.invokeAll(guarded)) {
        var _ = each.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ClusterException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
