// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.apply;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.fixture.AWorkerId;
import dev.kezuri.api.fixture.AnIdGenerator;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.api.v1alpha1.LayoutSpec;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdSpec;
import dev.kezuri.api.v1alpha1.WorkerIdStatus;
import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.lease.Window;
import dev.kezuri.operator.apply.Outcome.Result;
import dev.kezuri.operator.plan.Action;
import dev.kezuri.operator.plan.Held;
import dev.kezuri.operator.plan.ObservedPod;
import dev.kezuri.operator.plan.SidecarState;
import dev.kezuri.operator.plan.Slot;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ActionApplierTest {
  private static final String GENERATOR = "shop/orders";
  private static final long T0 = UtcMillis.parse("2026-11-23T08:00:00.000Z");
  private static final Window WINDOW = new Window(T0, T0 + 900_000);
  private static final Ledger NOTHING_SEEN =
      new Ledger(GENERATOR, "c", Map.of(), Map.of(), OptionalLong.empty());

  private final InMemoryCluster cluster = new InMemoryCluster();
  private final ActionApplier applier = new ActionApplier(cluster, Runnable::run);

  @Test
  void shouldWriteTheLedgerFirstAndThenThePod() {
    WorkerId free = free(1);
    Pod pod = pod("a");

    List<Outcome> outcomes = applier.apply(grant(free, pod), ledger(free));

    assertThat(outcomes).allMatch(Outcome::isDone);
    assertThat(cluster.writes())
        .endsWith("put workerids/shop.orders.1", "patch pods/shop/a")
        .hasSize(2);
  }

  @Test
  void shouldLeaveThePodAloneWhenTheLedgerWentToSomebodyElse() {
    WorkerId free = free(1);
    Pod pod = pod("a");
    List<Action> plan = grant(free, pod);
    applier.apply(grant(free, pod("b")), ledger(free));
    int writes = cluster.writes().size();

    List<Outcome> outcomes = applier.apply(plan, ledger(free));

    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.LOST, Result.SKIPPED);
    assertThat(cluster.writes()).hasSize(writes);
  }

  @Test
  void shouldSayRefusedWhenTheRulesForbidAWrite() {
    WorkerId free = free(1);
    Pod pod = pod("a");
    Slot early = slot(free, pod, new Window(T0 - 1, T0 + 1));

    List<Outcome> outcomes =
        applier.apply(List.of(new Action.Grant(early, observed(pod))), ledger(free));

    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.REFUSED);
  }

  @Test
  void shouldNotTouchAPodOfTheSameNameMadeSince() {
    WorkerId free = free(1);
    Pod old = pod("a");
    List<Action> plan = grant(free, old);
    cluster.delete(old);
    old.getMetadata().setUid("bbbbbbbb-0000-0000-0000-000000000000");
    cluster.put(old);

    List<Outcome> outcomes = applier.apply(plan, ledger(free));

    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.DONE, Result.LOST);
    assertThat(cluster.getPod("shop", "a").stored().orElseThrow().getMetadata().getAnnotations())
        .isNullOrEmpty();
  }

  @Test
  void shouldKeepTheOrderForEachNumberWhenManyWriteAtATime() {
    List<Action> plan = new ArrayList<>();
    Map<Integer, WorkerId> objects = new java.util.HashMap<>();
    for (int id = 0; id < 100; id++) {
      WorkerId free = free(id);
      objects.put(id, free);
      plan.addAll(grant(free, pod("p" + id)));
    }
    List<Outcome> outcomes;
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      outcomes =
          new ActionApplier(cluster, threads)
              .apply(plan, new Ledger(GENERATOR, "c", objects, Map.of(), OptionalLong.empty()));
    }

    assertThat(outcomes).allMatch(Outcome::isDone);
    assertThat(outcomes).extracting(Outcome::action).isEqualTo(plan);
    for (int id = 0; id < 100; id++) {
      assertThat(cluster.writes())
          .containsSubsequence("put workerids/shop.orders." + id, "patch pods/shop/p" + id);
    }
  }

  @Test
  void shouldWriteNothingOnTopWhenAnotherOperatorMadeANewNumber() {
    // Given
    cluster.put(AnIdGenerator.any());
    Pod pod = pod("a");
    WorkerId made =
        AWorkerId.of(GENERATOR, 3)
            .withFloor("2026-11-23T08:00:00.000Z")
            .heldBy("another", "2026-11-23T08:00:00.000Z", "2026-11-23T08:15:00.000Z", 0)
            .build();
    String version = cluster.put(made).getMetadata().getResourceVersion();

    // When
    List<Outcome> outcomes =
        applier.apply(
            List.of(
                new Action.Provision(
                    0, 16, List.of(new Action.NewNumber(3, Optional.empty(), T0, T0))),
                new Action.Grant(slot(3, Slot.OF_THIS_PLAN, pod, WINDOW), observed(pod))),
            NOTHING_SEEN);

    // Then
    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.DONE, Result.LOST);
    assertThat(outcomes.getLast().words()).isEqualTo("made by another");
    assertThat(cluster.getWorkerId("shop.orders.3").stored().orElseThrow())
        .extracting(object -> object.getMetadata().getResourceVersion())
        .isEqualTo(version);
  }

  @Test
  void shouldSkipGrantsOfNewNumbersWhenTheyCouldNotBeMade() {
    Action.NewNumber number = new Action.NewNumber(3, Optional.empty(), T0, T0);
    Pod pod = pod("a");

    List<Outcome> outcomes =
        applier.apply(
            List.of(
                new Action.Provision(0, 16, List.of(number)),
                new Action.Grant(slot(3, Slot.OF_THIS_PLAN, pod, WINDOW), observed(pod))),
            NOTHING_SEEN);

    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.LOST, Result.SKIPPED);
    assertThat(cluster.writes()).isEmpty();
  }

  @Test
  void shouldFenceNewNumbersWhenTheFenceIsNewerThanThePlan() {
    long fencedUntilMs = T0 + 3_600_000;
    IdGenerator fenced = AnIdGenerator.any();
    fenced.setStatus(IdGeneratorStatus.empty().withFenceAtLeast(fencedUntilMs));
    cluster.put(fenced);
    Action.NewNumber number = new Action.NewNumber(3, Optional.empty(), T0, T0);

    List<Outcome> outcomes =
        applier.apply(List.of(new Action.Provision(0, 16, List.of(number))), NOTHING_SEEN);

    assertThat(outcomes).allMatch(Outcome::isDone);
    assertThat(cluster.getWorkerId("shop.orders.3").stored().orElseThrow().getStatus().floorMs())
        .isEqualTo(fencedUntilMs);
  }

  @Test
  void shouldNotSayThatTheGeneratorIsGoneWhenTheServerDoesNotAnswer() {
    ClusterPort away =
        new InMemoryCluster() {
          @Override
          public Answer<IdGenerator> getGenerator(String namespace, String name) {
            return new Answer.Unavailable<>("timed out");
          }
        };

    List<Outcome> outcomes =
        new ActionApplier(away, Runnable::run)
            .apply(List.of(new Action.Provision(0, 16, List.of())), NOTHING_SEEN);

    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.UNKNOWN);
    assertThat(outcomes).extracting(Outcome::words).containsExactly("unavailable: timed out");
  }

  @Test
  void shouldTellOfTenAndCountTheRestWhenManyWritesFail() {
    Map<Integer, WorkerId> objects = new java.util.HashMap<>();
    List<Action> plan = new ArrayList<>();
    for (int id = 0; id < 100; id++) {
      WorkerId free = free(id);
      objects.put(id, free);
      plan.addAll(grant(free, pod("p" + id)));
      cluster.delete(free);
    }
    Logger logger = (Logger) LoggerFactory.getLogger(ActionApplier.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
    lines.start();
    try {
      applier.apply(plan, new Ledger(GENERATOR, "c", objects, Map.of(), OptionalLong.empty()));
    } finally {
      logger.detachAppender(lines);
      logger.setLevel(null);
    }

    assertThat(lines.list).hasSize(11);
    assertThat(lines.list.getLast().getFormattedMessage())
        .isEqualTo("not written, will be planned again: 90 more");
  }

  private WorkerId free(int id) {
    WorkerId made = new WorkerId();
    made.setMetadata(new ObjectMetaBuilder().withName(WorkerId.nameOf(GENERATOR, id)).build());
    made.setSpec(new WorkerIdSpec(GENERATOR, id, LayoutSpec.defaults()));
    made.setStatus(WorkerIdStatus.free(T0));
    return cluster.put(made);
  }

  private Pod pod(String name) {
    return cluster.put(
        new PodBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName(name)
            .endMetadata()
            .withNewSpec()
            .addNewSchedulingGate(MetadataKeys.GATE)
            .endSpec()
            .build());
  }

  private static Ledger ledger(WorkerId object) {
    return new Ledger(
        GENERATOR, "c", Map.of(object.getSpec().id(), object), Map.of(), OptionalLong.empty());
  }

  private static List<Action> grant(WorkerId free, Pod pod) {
    ObservedPod observed = observed(pod);
    int id = free.getSpec().id();
    Lease lease = new Lease(GENERATOR, observed.uid(), id, WINDOW, 0, IdLayout.DEFAULT);
    return List.of(
        new Action.Grant(slot(free, pod, WINDOW), observed), new Action.Announce(observed, lease));
  }

  private static Slot slot(WorkerId free, Pod pod, Window window) {
    return slot(free.getSpec().id(), free.getMetadata().getResourceVersion(), pod, window);
  }

  private static Slot slot(int id, String version, Pod pod, Window window) {
    Held held = new Held(pod.getMetadata().getUid(), pod.getMetadata().getName(), "", 0, window);
    Optional<Held> holder = Optional.of(held);
    return new Slot(id, version, IdLayout.DEFAULT, OptionalLong.of(T0), holder, List.of());
  }

  private static ObservedPod observed(Pod pod) {
    return new ObservedPod(
        pod.getMetadata().getUid(),
        pod.getMetadata().getName(),
        pod.getMetadata().getResourceVersion(),
        T0,
        OptionalInt.of(0),
        Set.of(),
        "",
        ObservedPod.Phase.PENDING,
        SidecarState.WAITING,
        false,
        Optional.empty(),
        Optional.empty(),
        List.of());
  }
}
