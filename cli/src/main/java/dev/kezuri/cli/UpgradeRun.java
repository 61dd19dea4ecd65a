// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.audit.SeenPod;
import dev.kezuri.cli.upgrade.Candidate;
import dev.kezuri.cli.upgrade.Outcome;
import dev.kezuri.cli.upgrade.Step;
import dev.kezuri.cli.upgrade.Trouble;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Goes through the steps, so many at a time. The first goes alone: if it does not come back, no
 * other is begun.
 */
final class UpgradeRun {
  private final Cluster cluster;
  private final SidecarWrites writes;
  private final PrintWriter progress;
  private final int atATime;
  private final long patienceNanos;
  private final List<Flight> flying = new ArrayList<>();
  private final List<String> troubles = new ArrayList<>();
  private int begun;
  private int back;

  private record Flight(Step step, long sinceNanos) {}

  UpgradeRun(Cluster cluster, PrintWriter progress, int atATime, long timeoutMs) {
    this.cluster = cluster;
    this.writes = cluster.sidecarWrites();
    this.progress = progress;
    this.atATime = atATime;
    this.patienceNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
  }

  /**
   * Changes what is to be changed; returns how many pods came back with their new image.
   *
   * @throws ClusterException if a pod does not come back, and what was done till then
   */
  int go(List<Step> steps) {
    Deque<Step> due = new ArrayDeque<>(steps);
    int all = due.size();
    try {
      while (!due.isEmpty() || !flying.isEmpty()) {
        int room = back == 0 ? 1 : atATime;
        while (flying.size() < room && !due.isEmpty()) {
          begin(due.poll());
        }
        look(all);
        if (!troubles.isEmpty()) {
          due.clear();
        }
        if (!flying.isEmpty()) {
          Pause.moment();
        }
      }
    } catch (ClusterException e) {
      throw new ClusterException(e.getMessage() + soFar(all), e);
    }
    if (!troubles.isEmpty()) {
      throw new ClusterException(String.join("; ", troubles) + soFar(all));
    }
    return back;
  }

  private String soFar(int all) {
    return " (%d of %d pods were begun, %d came back; the same command goes on from there)"
        .formatted(begun, all, back);
  }

  /** Reads the pod again before it is changed: the plan may be an hour old. */
  private void begin(Step planned) {
    Optional<Candidate> now = read(planned);
    if (now.isEmpty() || !now.get().pod().uid().equals(planned.seen().pod().uid())) {
      tell(planned.pod() + " is gone");
      return;
    }
    Step step = Step.of(now.get(), planned.to());
    if (step.kind() == Step.Kind.SKIP) {
      tell(step.pod() + " " + step.why());
      return;
    }
    if (step.kind() == Step.Kind.CHANGE && !writes.image(step)) {
      tell(step.pod() + " was changed by somebody else at the same moment");
      return;
    }
    begun++;
    flying.add(new Flight(step, System.nanoTime()));
  }

  private void look(int all) {
    for (Flight one : List.copyOf(flying)) {
      Optional<Candidate> now = read(one.step());
      Outcome outcome = Outcome.of(one.step(), now);
      boolean late = System.nanoTime() - one.sinceNanos() > patienceNanos;
      if (outcome != Outcome.WAITS || late) {
        flying.remove(one);
      }
      switch (outcome) {
        case BACK -> {
          back++;
          tell(
              "%s issues IDs with %s, in turn %d (%d of %d)"
                  .formatted(
                      one.step().pod(), one.step().to(), now.orElseThrow().turn(), back, all));
        }
        case GONE -> tell(one.step().pod() + " is gone");
        case TAKEN -> troubles.add(one.step().pod() + " was given another image by somebody else");
        case WAITS -> {
          if (late) {
            troubles.add(
                Trouble.of(
                    one.step(), now.orElseThrow(), TimeUnit.NANOSECONDS.toSeconds(patienceNanos)));
          }
        }
      }
    }
  }

  private Optional<Candidate> read(Step step) {
    SeenPod pod = step.seen().pod();
    return cluster.pod(pod.namespace(), pod.name()).map(Candidate::of);
  }

  private void tell(String what) {
    progress.println(what);
    progress.flush();
  }
}
