// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorSpec;
import dev.kezuri.api.v1alpha1.LayoutSpec;
import dev.kezuri.api.v1alpha1.LeaseSpec;
import dev.kezuri.api.v1alpha1.WorkerIdRange;
import dev.kezuri.lease.UtcMillis;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Everything there is: one cluster with its machines, and the time they live in. */
final class World {
  static final String NAMESPACE = "shop";
  static final String GENERATOR_NAME = "orders";
  static final String GENERATOR = NAMESPACE + "/" + GENERATOR_NAME;
  static final String CLUSTER = "cluster-1";
  private static final long BEGIN_MS = UtcMillis.parse("2026-11-23T08:00:00.000Z");

  private final Shape shape;
  private final Dice dice;
  private final Trace trace;
  private final Agenda agenda;
  private final Oracle oracle;
  private final ApiServer api;
  private final ServerPort server;
  private final Pods pods;
  private final Workload workload;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Operator> operators = new ArrayList<>();
  private int restores;
  private boolean operatorsStopped;
  private long longestLeaseMs;

  World(long seed, Shape shape, Trace trace) {
    this.shape = shape;
    this.longestLeaseMs = shape.leaseMs();
    this.dice = new Dice(seed);
    this.trace = trace;
    this.agenda = new Agenda(BEGIN_MS);
    this.oracle = new Oracle(agenda, trace);
    this.api = new ApiServer(agenda, trace, this::wrote);
    this.pods = new Pods(this);
    this.server = new ServerPort(api, CLUSTER, new People(this)::read);
    this.workload = new Workload(this, shape.pods(), shape.sameNames());
    for (int i = 0; i < shape.nodes(); i++) {
      nodes.add(new Node(this, "node-" + i));
    }
    for (int i = 0; i < 2; i++) {
      operators.add(new Operator(this, "operator-" + i));
    }
    apply(spec(shape.last(), shape.leaseMs()));
    for (int i = 0; i < shape.operators(); i++) {
      operators.get(i).link().lose(shape.loss());
      operators.get(i).start();
    }
    workload.lookSoon();
  }

  private void wrote(HasMetadata before, HasMetadata after) {
    oracle.wrote(before, after);
    if (workload != null && (before instanceof Pod || after instanceof Pod)) {
      workload.lookSoon();
    }
  }

  /** Returns the spec of this world's generator. */
  IdGeneratorSpec spec(int last, long leaseMs) {
    return new IdGeneratorSpec(
        new LayoutSpec(null, null, shape.workerBits(), shape.sequenceBits()),
        new WorkerIdRange(0, last, null),
        new LeaseSpec(leaseMs / 1000 + "s"),
        null,
        null,
        shape.history());
  }

  /** People make leases longer for a while, and remember how long. */
  void longerLease(long leaseMs) {
    longestLeaseMs = Math.max(longestLeaseMs, leaseMs);
  }

  long longestLeaseMs() {
    return longestLeaseMs;
  }

  /** People apply the generator. */
  void apply(IdGeneratorSpec spec) {
    IdGenerator made = new IdGenerator();
    made.setMetadata(
        api.next(
            new ObjectMetaBuilder()
                .withNamespace(NAMESPACE)
                .withName(GENERATOR_NAME)
                .withUid("idg-" + restores + "-" + api.snapshot().version())
                .withGeneration(1L)
                .build()));
    made.setSpec(spec);
    made.setStatus(null);
    api.store(made);
  }

  /** Does something after a while, unless etcd was restored before: no connection outlives that. */
  void whileNotRestored(long delayMs, Runnable what) {
    int mine = restores;
    agenda.after(
        delayMs,
        () -> {
          if (mine == restores) {
            what.run();
          }
        });
  }

  /** Stops all operators, as one scales a Deployment to none; or lets them be started again. */
  void operatorsStopped(boolean stopped) {
    operatorsStopped = stopped;
    if (stopped) {
      operators.forEach(Operator::die);
    }
  }

  /** Called once all is seen: nothing of it is left to run. */
  void end() {
    operators.stream().filter(Operator::isUp).forEach(Operator::end);
  }

  boolean operatorsStopped() {
    return operatorsStopped;
  }

  void countRestore() {
    restores++;
    oracle.windows().restored(agenda.nowMs() + longestLeaseMs);
  }

  void trace(Supplier<String> what) {
    trace.say(agenda.nowMs(), what);
  }

  long nowMs() {
    return agenda.nowMs();
  }

  Shape shape() {
    return shape;
  }

  Dice dice() {
    return dice;
  }

  Agenda agenda() {
    return agenda;
  }

  Oracle oracle() {
    return oracle;
  }

  ApiServer api() {
    return api;
  }

  ServerPort server() {
    return server;
  }

  Pods pods() {
    return pods;
  }

  Workload workload() {
    return workload;
  }

  List<Node> nodes() {
    return nodes;
  }

  List<Operator> operators() {
    return operators;
  }

  /** Returns when no more faults come. */
  long faultsUntilMs() {
    return BEGIN_MS + shape.lengthMs();
  }

  boolean twoOperators() {
    return operators.stream().allMatch(Operator::isUp);
  }

  boolean generatorThere() {
    return api.get(IdGenerator.class, GENERATOR_NAME).isPresent();
  }

  /** How often abandoned ledgers are looked for; more often while there is one. */
  long sweepEveryMs() {
    return generatorThere()
        ? Math.clamp(shape.leaseMs(), 60_000, 12 * 3_600_000)
        : Math.clamp(shape.leaseMs() / 100, 10_000, 3_600_000);
  }

  /** How late a look may be that is made just in case. */
  long lateLookMs() {
    return Math.clamp(shape.leaseMs() / 12, 60_000, 12 * 3_600_000);
  }

  /** How often clients ask a pod for about twelve IDs: more than a hundred a day. */
  long drawEveryMs() {
    return Math.clamp(shape.leaseMs() / 8, 2_000, 7_200_000);
  }

  /** Returns where a pod of this UID runs; a pod may still run where nobody knows of it. */
  List<PodOnNode> running() {
    List<PodOnNode> all = new ArrayList<>();
    nodes.forEach(node -> all.addAll(node.pods()));
    return all;
  }
}
