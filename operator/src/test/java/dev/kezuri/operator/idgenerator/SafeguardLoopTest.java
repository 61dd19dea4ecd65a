// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import static dev.kezuri.operator.idgenerator.LoopRig.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.operator.apply.Answer;
import dev.kezuri.operator.apply.ClusterPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What holds the loop back, and what goes on all the same. */
class SafeguardLoopTest {
  private static final long YEAR_MS = Duration.ofDays(365).toMillis();

  private final LoopRig rig = new LoopRig();

  @Test
  void shouldRenewByTheServersClockAndNeitherGrantNorEndWhenItsOwnIsAYearAhead() {
    // Given
    rig.apply(null, 1023);
    rig.pod("p");
    rig.pod("gone");
    rig.settle();
    rig.running("p", null, 0);
    rig.settle();
    rig.cluster.delete(rig.live("gone"));
    rig.advance(Duration.ofHours(9));
    // When
    rig.jump(YEAR_MS);
    rig.pod("late");
    rig.settle();
    // Then
    long serverMs = T0 + Duration.ofHours(9).toMillis();
    assertThat(rig.condition("ClockSkew")).contains("True");
    assertThat(rig.lease("p").window().notAfterMs())
        .isEqualTo(serverMs + Duration.ofHours(24).toMillis());
    assertThat(PodFacts.of(rig.live("late")).lease()).isEmpty();
    assertThat(rig.workerId(1).getStatus().window()).isNotNull();
  }

  @Test
  void shouldRenewInTimeWhenItsOwnClockIsAYearBehind() {
    // Given
    rig.apply(null, 1023);
    rig.pod("p");
    rig.settle();
    rig.running("p", null, 0);
    rig.settle();
    rig.advance(Duration.ofHours(9));
    // When
    rig.jump(-YEAR_MS);
    rig.settle();
    // Then
    assertThat(rig.lease("p").window().notAfterMs())
        .isEqualTo(T0 + Duration.ofHours(33).toMillis());
  }

  @Test
  void shouldRemoveNoLedgerByAClockThatIsAhead() {
    // Given
    rig.apply(null, 1023);
    rig.settle();
    rig.pod("p");
    rig.settle();
    rig.cluster.delete(rig.live("p"));
    rig.cluster.delete(rig.generator());
    rig.advance(Duration.ofMinutes(16));
    rig.sweep();
    // When
    rig.jump(YEAR_MS);
    rig.sweep();
    // Then
    assertThat(rig.cluster.all(WorkerId.class)).hasSize(16);
  }

  @Test
  void shouldPlanNothingBeforeTheServersTimeWasEverKnown() {
    // Given
    rig.apply(null, 1023);
    rig.pod("p");
    rig.restart(
        instead("serverTimeMs", (method, args) -> new Answer.Unavailable<Long>("timed out")));
    // When, Then
    assertThatThrownBy(rig::turn)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("timed out");
    assertThat(rig.cluster.writes()).isEmpty();
  }

  @Test
  void shouldPlanNothingWhenItsClockJumpsWhileTheServersCannotBeAsked() {
    // Given
    rig.apply(null, 1023);
    AtomicBoolean away = new AtomicBoolean();
    rig.restart(
        instead(
            "serverTimeMs",
            (method, args) ->
                away.get() ? new Answer.Unavailable<Long>("timed out") : invoke(method, args)));
    rig.pod("p");
    rig.settle();
    int before = rig.cluster.writes().size();
    // When
    away.set(true);
    rig.jump(YEAR_MS);
    // Then
    assertThatThrownBy(rig::turn).hasMessageContaining("timed out");
    assertThat(rig.cluster.writes()).hasSize(before);
    // When
    away.set(false);
    rig.turn();
    // Then
    assertThat(rig.condition("ClockSkew")).contains("True");
  }

  @Test
  void shouldGoOnWhenTheServersClockCannotBeAskedForAMoment() {
    // Given
    rig.apply(null, 1023);
    AtomicBoolean away = new AtomicBoolean();
    rig.restart(
        instead(
            "serverTimeMs",
            (method, args) ->
                away.get() ? new Answer.Unavailable<Long>("timed out") : invoke(method, args)));
    rig.settle();
    // When
    away.set(true);
    rig.advance(Duration.ofMinutes(4));
    rig.pod("p");
    rig.settle();
    // Then
    assertThat(PodFacts.of(rig.live("p")).lease()).isPresent();
  }

  @Test
  void shouldLookAfterPodsWithoutGeneratorWhenALedgerCannotBeLookedAt() {
    // Given
    rig.apply(null, 1023);
    rig.pod("p");
    rig.settle();
    rig.cluster.delete(rig.generator());
    rig.pod("q");
    rig.advance(Duration.ofMinutes(1));
    rig.restart(
        instead("serverTimeMs", (method, args) -> new Answer.Unavailable<Long>("timed out")));
    // When
    assertThatThrownBy(rig::sweep).hasMessageContaining("timed out");
    // Then
    assertThat(rig.cluster.all(Event.class))
        .singleElement()
        .satisfies(event -> assertThat(event.getReason()).isEqualTo("NoIdGenerator"));
  }

  @Test
  void shouldAskAboutLostPodsAsManyAtATimeAsTheExecutorAllows() {
    // Given
    int pods = 4;
    rig.apply(null, 1023);
    for (int i = 0; i < pods; i++) {
      rig.pod("p" + i);
    }
    rig.settle();
    for (int i = 0; i < pods; i++) {
      rig.cluster.delete(rig.live("p" + i));
    }
    rig.advance(Duration.ofMinutes(16));
    CyclicBarrier together = new CyclicBarrier(pods);
    ClusterPort port =
        instead(
            "getPod",
            (method, args) -> {
              together.await(120, TimeUnit.SECONDS);
              return invoke(method, args);
            });
    try (ExecutorService executor = Executors.newFixedThreadPool(pods)) {
      rig.restart(port, executor);
      // When
      rig.turn();
    }
    // Then
    assertThat(rig.cluster.all(WorkerId.class))
        .filteredOn(object -> !object.getStatus().history().isEmpty())
        .hasSize(pods);
  }

  @Test
  void shouldKeepALostPodsWindowWhenNobodyAnswersWhetherItIsGone() {
    // Given
    rig.apply(null, 1023);
    Pod pod = rig.pod("p");
    rig.settle();
    rig.hide(pod);
    rig.advance(Duration.ofHours(1));
    rig.restart(instead("getPod", (method, args) -> new Answer.Unavailable<Pod>("timed out")));
    // When
    rig.turn();
    // Then
    assertThat(rig.workerId(0).getStatus().window()).isNotNull();
  }

  private interface Call {
    Object answer(Method method, Object[] args) throws Exception;
  }

  /** The rig's cluster, but for one call. */
  private ClusterPort instead(String call, Call other) {
    return (ClusterPort)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ClusterPort.class},
            (proxy, method, args) ->
                method.getName().equals(call) ? other.answer(method, args) : invoke(method, args));
  }

  private Object invoke(Method method, Object[] args) throws Exception {
    try {
      return method.invoke(rig.cluster, args);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
