// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.apply;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.api.v1alpha1.LayoutSpec;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdSpec;
import dev.kezuri.api.v1alpha1.WorkerIdStatus;
import dev.kezuri.operator.plan.Action;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes WorkerIds. The order is what makes it safe: objects without a floor, which nobody can be
 * granted, and which name the IdGenerator that they were made for; then the live {@code
 * provisioned}, which says whether a number is new; then the floors; then {@code provisioned}. Cut
 * off anywhere, the next plan goes on from what is there. An object without a floor that names
 * another IdGenerator, or none, had one once. What another operator has given a floor meanwhile is
 * left to the next plan, whatever it holds.
 */
final class Provisioner {
  private static final Logger LOG = LoggerFactory.getLogger(ActionApplier.class);

  private final ClusterPort port;
  private final Executor executor;
  private final Ledger seen;
  private final Writes writes;
  private final Queue<WorkerId> created = new ConcurrentLinkedQueue<>();

  Provisioner(ClusterPort port, Executor executor, Ledger seen, Writes writes) {
    this.port = port;
    this.executor = executor;
    this.seen = seen;
    this.writes = writes;
  }

  Outcome provision(Action.Provision action) {
    Outcome outcome = steps(action);
    if (!outcome.isDone()) {
      action.numbers().forEach(number -> writes.bar(number.id()));
      writes.barBelow(action.raiseTo());
      LOG.atWarn()
          .addKeyValue("generator", seen.generator())
          .addKeyValue("answer", outcome.words())
          .log("not provisioned, will be planned again");
    }
    return outcome;
  }

  private Outcome steps(Action.Provision action) {
    Answer<IdGenerator> first = generator();
    if (!(first instanceof Answer.Stored<IdGenerator>(IdGenerator before))) {
      return first instanceof Answer.NotFound<IdGenerator>
          ? Outcome.lost(action, "the IdGenerator is gone")
          : Outcome.of(action, first);
    }
    List<Answer<WorkerId>> made =
        InParallel.run(executor, action.numbers(), number -> make(number, before));
    Optional<Outcome> failed = firstFailure(action, made).or(() -> lost(action, made, before));
    if (failed.isPresent()) {
      return failed.get();
    }
    Answer<IdGenerator> live = generator();
    if (live instanceof Answer.NotFound<IdGenerator>) {
      return withdrawn(action, before, "the IdGenerator is gone");
    }
    if (!(live instanceof Answer.Stored<IdGenerator>(IdGenerator now))) {
      return Outcome.of(action, live);
    }
    if (!now.getMetadata().getUid().equals(before.getMetadata().getUid())) {
      return withdrawn(action, before, "the IdGenerator was made again");
    }
    List<Answer<WorkerId>> floors =
        InParallel.run(
            executor,
            action.numbers(),
            number -> {
              WorkerId object = made.get(action.numbers().indexOf(number)).stored().orElseThrow();
              long planned = action.floorMs(number, provisioned(now));
              return floor(object, Math.max(planned, fencedUntilMs(now)));
            });
    return firstFailure(action, floors).orElseGet(() -> raise(action, now));
  }

  /**
   * Whether a WorkerId without a floor is new, the plan may have got wrong: by its cache there was
   * none, or another IdGenerator.
   */
  private static Optional<Outcome> lost(
      Action.Provision action, List<Answer<WorkerId>> made, IdGenerator live) {
    return made.stream()
        .flatMap(answer -> answer.stored().stream())
        .filter(object -> isNew(action, object, live))
        .filter(object -> object.hasLostStatus(live.getMetadata().getUid()))
        .findFirst()
        .map(object -> Outcome.lost(action, name(object) + " has lost its status, unseen"));
  }

  /**
   * Nobody would take what was just made for new: it is taken back, unless somebody has it. What
   * was made in place of an object that is gone stays: it is all that is left to tell of that.
   */
  private Outcome withdrawn(Action.Provision action, IdGenerator before, String why) {
    List<WorkerId> fresh =
        created.stream().filter(object -> isNew(action, object, before)).toList();
    InParallel.run(executor, fresh, port::removeWorkerId);
    return Outcome.lost(action, why);
  }

  /** Returns whether, by plan and generator, no object with this number was there before. */
  private static boolean isNew(Action.Provision action, WorkerId object, IdGenerator generator) {
    return object.getSpec().id() >= Math.max(action.plannedOn(), provisioned(generator));
  }

  private static String name(WorkerId object) {
    return object.getMetadata().getName();
  }

  private Answer<IdGenerator> generator() {
    return port.getGenerator(seen.namespace(), seen.name());
  }

  private static int provisioned(IdGenerator generator) {
    IdGeneratorStatus status = generator.getStatus();
    return status == null || status.provisioned() == null ? 0 : status.provisioned();
  }

  /** A fence may be newer than the plan: then the grants that the plan goes on with are refused. */
  private static long fencedUntilMs(IdGenerator generator) {
    IdGeneratorStatus status = generator.getStatus();
    return status == null ? Long.MIN_VALUE : status.fencedUntilMs().orElse(Long.MIN_VALUE);
  }

  private Answer<WorkerId> make(Action.NewNumber number, IdGenerator generator) {
    WorkerId known = seen.workerIds().get(number.id());
    if (known != null) {
      return new Answer.Stored<>(known);
    }
    WorkerId wanted = new WorkerId();
    String name = WorkerId.nameOf(seen.generator(), number.id());
    wanted.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withFinalizers(MetadataKeys.FINALIZER_LEDGER)
            .addToAnnotations(
                MetadataKeys.ANNOTATION_GENERATOR_UID, generator.getMetadata().getUid())
            .build());
    LayoutSpec layout = generator.getSpec().layout();
    wanted.setSpec(new WorkerIdSpec(seen.generator(), number.id(), layout));
    Answer<WorkerId> answer = port.createWorkerId(wanted);
    answer.stored().ifPresent(created::add);
    Answer<WorkerId> there =
        answer instanceof Answer.Conflict<WorkerId> ? port.getWorkerId(name) : answer;
    return there instanceof Answer.Stored<WorkerId>(WorkerId found)
            && !found.getSpec().layout().equals(layout)
        ? new Answer.Conflict<>("there is one of another layout: " + name)
        : there;
  }

  private Answer<WorkerId> floor(WorkerId object, long floorMs) {
    if (object.getStatus() != null) {
      // Another operator was faster, and may have granted it: this plan writes nothing on top.
      return new Answer.Stored<>(object);
    }
    Answer<WorkerId> answer =
        port.putWorkerIdStatus(Writes.with(object, WorkerIdStatus.free(floorMs)));
    answer.stored().ifPresent(writes::wrote);
    return answer;
  }

  private static Optional<Outcome> firstFailure(Action action, List<Answer<WorkerId>> answers) {
    return answers.stream()
        .filter(answer -> !(answer instanceof Answer.Stored))
        .findFirst()
        .map(answer -> Outcome.of(action, answer));
  }

  private Outcome raise(Action.Provision action, IdGenerator now) {
    IdGenerator raised = now;
    if (provisioned(now) < action.raiseTo()) {
      Answer<IdGenerator> answer = port.putGeneratorStatus(provisioned(now, action.raiseTo()));
      if (!(answer instanceof Answer.Stored<IdGenerator>(IdGenerator stored))) {
        return Outcome.of(action, answer);
      }
      raised = stored;
    }
    return Outcome.of(action, LedgerMark.put(port, raised, seen.clusterUid()));
  }

  private IdGenerator provisioned(IdGenerator now, int raiseTo) {
    IdGeneratorStatus old = now.getStatus() == null ? IdGeneratorStatus.empty() : now.getStatus();
    IdGenerator changed = new IdGenerator();
    changed.setMetadata(new ObjectMetaBuilder(now.getMetadata()).withManagedFields().build());
    changed.setSpec(now.getSpec());
    IdGeneratorStatus raised = old.withProvisioned(raiseTo);
    // A fence that only the ledger tells of, and which numbers of later strides cannot see there.
    changed.setStatus(
        seen.fencedUntilMs().isPresent()
            ? raised.withFenceAtLeast(seen.fencedUntilMs().getAsLong())
            : raised);
    return changed;
  }
}
