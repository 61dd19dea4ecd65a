// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import dev.kezuri.e2e.node.NodeStory.Phase;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs stories phase by phase; one that fails does not keep the others from being run. */
final class Runner {
  /** At once; each is mostly waiting for containers, which start on few cores. */
  private static final int LANES = 4;

  private final Place place;
  private final PrintStream out;

  Runner(Place place, PrintStream out) {
    this.place = place;
    this.out = out;
  }

  List<Verdict> run(List<NodeStory> stories) throws InterruptedException {
    List<Verdict> verdicts = new ArrayList<>();
    for (Phase phase : Phase.values()) {
      List<NodeStory> now = stories.stream().filter(story -> story.phase() == phase).toList();
      if (!now.isEmpty()) {
        verdicts.addAll(run(phase, now));
      }
    }
    return verdicts;
  }

  private List<Verdict> run(Phase phase, List<NodeStory> stories) throws InterruptedException {
    Policies policies = new Policies(place);
    if (phase == Phase.MANIFESTS) {
      policies.remove();
    }
    try (ExecutorService lanes = Executors.newFixedThreadPool(phase.together() ? LANES : 1)) {
      List<Future<Verdict>> running =
          stories.stream().map(story -> lanes.submit(() -> run(story))).toList();
      List<Verdict> verdicts = new ArrayList<>();
      for (Future<Verdict> one : running) {
        verdicts.add(one.get());
      }
      return verdicts;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a story that could not be judged", e.getCause());
    } finally {
      if (phase == Phase.MANIFESTS) {
        policies.putBack();
      }
    }
  }

  private Verdict run(NodeStory story) {
    long began = System.nanoTime();
    List<String> failures = new ArrayList<>();
    Draws draws = new Draws(List.of());
    try (Room room = new Room(place, story.name(), story.phase().manner())) {
      attempt(() -> story.body().run(room), failures);
      // Also after a failure. Stories of the end have nothing left to ask, and do so before.
      if (story.phase() != Phase.END) {
        attempt(room::judge, failures);
      }
      draws = room.draws();
      if (!failures.isEmpty()) {
        new Evidence(place).collect(story.name(), failures);
      }
    } catch (Exception e) {
      failures.add(trace(e));
    }
    long ms = (System.nanoTime() - began) / 1_000_000;
    Verdict verdict = new Verdict(story, ms, draws.count(), draws.longestRefusalMs(), failures);
    out.println(verdict.line());
    return verdict;
  }

  /** A part of a story, that may fail. */
  private interface Part {
    void run() throws Exception;
  }

  private static void attempt(Part part, List<String> failures) {
    try {
      part.run();
    } catch (Exception | AssertionError e) {
      failures.add(trace(e));
    }
  }

  private static String trace(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }
}
