// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.apply;

import dev.kezuri.operator.plan.Action;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Carries a plan out: the ledger first, then the pod, each write once. What loses is told in its
 * {@link Outcome} and planned again by the next reconcile.
 *
 * <p>Actions about one worker ID run in their order; those about different ones run where the
 * executor runs them. With {@code Runnable::run} the whole plan runs in order on the caller's
 * thread.
 */
public final class ActionApplier {
  private final ClusterPort port;
  private final Executor executor;

  /** Makes an applier that writes by {@code port}, as many at a time as {@code executor} allows. */
  public ActionApplier(ClusterPort port, Executor executor) {
    this.port = port;
    this.executor = executor;
  }

  /** Carries out {@code plan}; returns what became of each action, in the plan's order. */
  public List<Outcome> apply(List<Action> plan, Ledger seen) {
    Writes writes = new Writes(port, seen);
    Outcome[] outcomes = new Outcome[plan.size()];
    List<Integer> phase = new ArrayList<>();
    for (int at = 0; at < outcomes.length; at++) {
      if (plan.get(at) instanceof Action.Provision provision) {
        runPhase(plan, phase, writes, outcomes);
        phase.clear();
        outcomes[at] = new Provisioner(port, executor, seen, writes).provision(provision);
      } else {
        phase.add(at);
      }
    }
    runPhase(plan, phase, writes, outcomes);
    writes.end();
    return List.of(outcomes);
  }

  private void runPhase(List<Action> plan, List<Integer> phase, Writes writes, Outcome[] outcomes) {
    Map<Integer, List<Integer>> chains = new LinkedHashMap<>();
    phase.forEach(
        at -> chains.computeIfAbsent(number(plan.get(at)), n -> new ArrayList<>()).add(at));
    InParallel.run(
        executor,
        chains.values(),
        chain -> {
          chain.forEach(at -> outcomes[at] = writes.carryOut(plan.get(at)));
          return chain;
        });
  }

  static int number(Action action) {
    return switch (action) {
      case Action.Grant(var slot, var pod) -> slot.id();
      case Action.Extend(var slot, var pod, var why) -> slot.id();
      case Action.Announce(var pod, var lease) -> lease.workerId();
      case Action.Release(var slot) -> slot.id();
      case Action.Provision provision -> throw new IllegalArgumentException("about many numbers");
    };
  }
}
