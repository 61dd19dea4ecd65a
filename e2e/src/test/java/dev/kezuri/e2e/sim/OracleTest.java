// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.api.v1alpha1.LayoutSpec;
import dev.kezuri.api.v1alpha1.PastWindow;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdSpec;
import dev.kezuri.api.v1alpha1.WorkerIdStatus;
import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.Window;
import org.junit.jupiter.api.Test;

class OracleTest {
  private static final long NOON = 1_795_435_200_000L;
  private static final long HOUR = 3_600_000L;

  private final Oracle oracle = new Oracle(new Agenda(NOON), Trace.NONE);
  private final WorkerId free = object(WorkerIdStatus.free(NOON));
  private final WorkerId held = held("a", NOON, NOON + HOUR);
  private final Lease lease = lease("a", NOON, NOON + HOUR);

  private static WorkerId object(WorkerIdStatus status) {
    WorkerId object = new WorkerId();
    object.setSpec(new WorkerIdSpec(World.GENERATOR, 3, LayoutSpec.defaults()));
    object.setStatus(status);
    return object;
  }

  private static WorkerId held(String pod, long fromMs, long toMs) {
    HeldWindow window = HeldWindow.granted(pod, pod, null, new Window(fromMs, toMs));
    return object(WorkerIdStatus.free(fromMs).withWindow(window));
  }

  private static Lease lease(String pod, long fromMs, long toMs) {
    return new Lease(World.GENERATOR, pod, 3, new Window(fromMs, toMs), 0, IdLayout.DEFAULT);
  }

  private static long id(long ms) {
    return (ms - IdLayout.DEFAULT.epochMs()) << 22 | 3 << 12;
  }

  @Test
  void shouldHaveNothingAgainstIdsInTheirWindow() {
    // When
    oracle.wrote(free, held);
    oracle.issued("a", lease, id(NOON));
    oracle.issued("a", lease, id(NOON + 1));

    // Then
    assertThat(oracle.broken()).isEmpty();
    assertThat(oracle.issued()).isEqualTo(2);
  }

  @Test
  void shouldSeeAnIdThatComesTwice() {
    // When
    oracle.wrote(free, held);
    oracle.issued("a", lease, id(NOON));
    oracle.issued("a", lease, id(NOON));

    // Then
    assertThat(oracle.duplicates()).isEqualTo(1);
    assertThat(oracle.broken()).isNotEmpty();
  }

  @Test
  void shouldSeeAnIdThatTheLedgerDoesNotCover() {
    // When
    oracle.wrote(free, held);
    oracle.issued("a", lease("a", NOON, NOON + 2 * HOUR), id(NOON + HOUR));

    // Then
    assertThat(oracle.broken()).singleElement().asString().contains("outside all windows");
  }

  @Test
  void shouldSeeWindowsThatOverlap() {
    // When
    oracle.wrote(free, held);
    oracle.wrote(held, held("b", NOON + HOUR - 1, NOON + 2 * HOUR));

    // Then
    assertThat(oracle.broken()).singleElement().asString().contains("overlaps");
  }

  @Test
  void shouldSeeAWindowEndedBeforeItsLastId() {
    // When
    oracle.wrote(free, held);
    oracle.issued("a", lease, id(NOON + 5));
    oracle.wrote(held, object(held.getStatus().released(NOON + 5, PastWindow.End.GRACEFUL, 20)));

    // Then
    assertThat(oracle.broken()).singleElement().asString().contains("its window was ended");
  }

  @Test
  void shouldSeeAnIdAfterTheEndOfItsWindow() {
    // When
    oracle.wrote(free, held);
    oracle.wrote(held, object(held.getStatus().released(NOON + 5, PastWindow.End.GRACEFUL, 20)));
    oracle.issued("a", lease, id(NOON + 5));

    // Then
    assertThat(oracle.broken()).singleElement().asString().contains("after the end");
  }
}
