// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.audit.SeenWorkerId;
import dev.kezuri.cli.uninstall.Part;
import dev.kezuri.cli.uninstall.Stage;
import dev.kezuri.cli.uninstall.Standing;
import dev.kezuri.cli.uninstall.Thing;
import dev.kezuri.cli.uninstall.Wish;
import dev.kezuri.lease.UtcMillis;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Goes through the stages; each may have been gone through before. */
final class UninstallRun {
  /** How long pods of the operator, and kinds, may take to go. */
  private static final int GOING_S = 120;

  private static final int TOLD_EVERY_S = 10;

  private final UninstallSight sight;
  private final Removals removals;
  private final Wish wish;
  private final long patienceNanos;
  private final PrintWriter progress;

  UninstallRun(
      UninstallSight sight, Removals removals, Wish wish, long timeoutMs, PrintWriter progress) {
    this.sight = sight;
    this.removals = removals;
    this.wish = wish;
    this.patienceNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    this.progress = progress;
  }

  /**
   * Takes everything away.
   *
   * @throws ClusterException if something does not go; the same call goes on from there
   */
  void go(Standing standing, List<Part> parts) {
    for (Part part : parts) {
      try {
        go(standing, part);
      } catch (ClusterException e) {
        throw new ClusterException(
            "in the stage "
                + part.stage()
                + ": "
                + e.getMessage()
                + " (what was done stands; the same command goes on from there)",
            e);
      }
    }
  }

  private void go(Standing standing, Part part) {
    switch (part.stage()) {
      case GENERATORS ->
          standing
              .generators()
              .forEach(name -> removals.deleteGenerator(GeneratorName.parse(name, null)));
      case LEDGER -> {
        if (wish.forgetLedger()) {
          forget();
        } else {
          awaitLedger();
        }
      }
      case OPERATOR -> {
        standing.of(Stage.OPERATOR).forEach(removals::delete);
        await("the operator's pods", () -> !sight.operatorRuns());
      }
      case KINDS -> kinds(standing.of(Stage.KINDS));
      default -> standing.of(part.stage()).forEach(removals::delete);
    }
    tell("done: " + part.stage());
  }

  private void forget() {
    List<SeenWorkerId> left = sight.workerIds();
    // A write of the operator that was under way when it ended may have come after the look.
    for (int looks = 0; looks < 2 && !left.isEmpty(); looks++) {
      left.parallelStream().forEach(one -> removals.forget(one.name()));
      left = sight.workerIds();
    }
    if (!left.isEmpty()) {
      throw new ClusterException(left.size() + " WorkerIds stay: who makes or keeps them?");
    }
  }

  private void awaitLedger() {
    long began = System.nanoTime();
    int before = -1;
    while (true) {
      Standing left = new Standing(List.of(), List.of(), sight.workerIds(), List.of());
      if (left.ledger().isEmpty()) {
        return;
      }
      String state =
          "%d worker IDs are left, %d of them held; over at %s at the latest"
              .formatted(
                  left.ledger().size(), left.held(), UtcMillis.format(left.overMs().orElseThrow()));
      if (System.nanoTime() - began > patienceNanos) {
        throw new ClusterException(
            state + ". Call this again then, or give --timeout, --keep-ledger or --forget-ledger");
      }
      if (left.ledger().size() != before) {
        before = left.ledger().size();
        tell(state);
      }
      Pause.seconds(1);
    }
  }

  private void kinds(List<Thing> crds) {
    for (Thing crd : crds) {
      removals.allowDeletion(crd);
    }
    for (Thing crd : crds) {
      removals.delete(crd);
    }
    for (Thing crd : crds) {
      await(crd.name(), () -> !sight.isThere(crd));
    }
  }

  private void await(String what, BooleanSupplier gone) {
    long began = System.nanoTime();
    long told = 0;
    while (!gone.getAsBoolean()) {
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
      if (seconds > GOING_S) {
        throw new ClusterException(what + " did not go within " + GOING_S + " s: see why");
      }
      if (seconds / TOLD_EVERY_S > told) {
        told = seconds / TOLD_EVERY_S;
        tell("waiting for " + what + " to go");
      }
      Pause.moment();
    }
  }

  private void tell(String what) {
    progress.println(what);
    progress.flush();
  }
}
