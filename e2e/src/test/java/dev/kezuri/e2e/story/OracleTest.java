// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.api.v1alpha1.LayoutSpec;
import dev.kezuri.api.v1alpha1.PastWindow;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdSpec;
import dev.kezuri.api.v1alpha1.WorkerIdStatus;
import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.lease.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the stories are judged by must see a fault where there is one. */
class OracleTest {
  private static final long T = UtcMillis.parse("2026-11-23T08:00:00.000Z");
  private static final IdLayout LAYOUT = IdLayout.DEFAULT;

  private final WindowBook book = new WindowBook();
  private final IdJournal journal = new IdJournal();
  private final RuleBook rules = new RuleBook();
  private final LeaseBook told = new LeaseBook();

  @Test
  void shouldFindNoFaultInWindowsThatMeet() {
    book.see(held("a", T, T + 100));
    book.see(releasedAt("a", T, T + 50, held("b", T + 50, T + 200)));
    journal.addAll("a", List.of(LAYOUT.encode(T + 49, 7, 0)));
    journal.addAll("b", List.of(LAYOUT.encode(T + 50, 7, 0)));

    assertThat(book.overlaps()).isEmpty();
    assertThat(book.outside(LAYOUT, journal.all())).isEmpty();
    assertThat(journal.duplicates()).isEmpty();
  }

  @Test
  void shouldFindWindowsThatOverlap() {
    book.see(held("a", T, T + 100));
    book.see(held("b", T + 99, T + 200));

    assertThat(book.overlaps()).hasSize(1);
  }

  @Test
  void shouldFindAnIdAfterItsPodsLastWord() {
    book.see(held("a", T, T + 100));
    book.see(releasedAt("a", T, T + 50, held("b", T + 50, T + 200)));
    journal.addAll("a", List.of(LAYOUT.encode(T + 50, 7, 0)));

    assertThat(book.outside(LAYOUT, journal.all())).hasSize(1);
  }

  @Test
  void shouldMindTheLastWordOfAPodThatARestoredLedgerHasForgotten() {
    book.see(held("a", T, T + 100));
    book.see(releasedAt("a", T, T + 50, held("b", T + 50, T + 200)));
    // Restored to what it was before, and fenced when the window of a had run out
    WorkerId fenced = held("a", T, T + 100);
    fenced.setStatus(fenced.getStatus().released(T + 100, PastWindow.End.LOST, 20));
    book.see(fenced);
    journal.addAll("a", List.of(LAYOUT.encode(T + 50, 7, 0)));

    assertThat(book.overlaps()).isEmpty();
    assertThat(book.outside(LAYOUT, journal.all())).hasSize(1);
  }

  @Test
  void shouldFindAnIdOfAnotherWorkerId() {
    book.see(held("a", T, T + 100));
    journal.addAll("a", List.of(LAYOUT.encode(T, 8, 0)));

    assertThat(book.outside(LAYOUT, journal.all())).hasSize(1);
  }

  @Test
  void shouldFindAnIdGivenTwice() {
    journal.addAll("a", List.of(1L, 2L, 3L));
    journal.addAll("b", List.of(4L, 2L));

    assertThat(journal.duplicates()).containsExactly("ID 2 given by a and by b");
  }

  @Test
  void shouldFindAWriteThatBreaksARule() {
    rules.see(held("a", T, T + 100), held("a", T, T + 200));
    assertThat(rules.broken()).isEmpty();

    rules.see(held("a", T, T + 200), held("b", T, T + 200));
    rules.see(held("a", T, T + 200), held("a", T, T + 199));

    assertThat(rules.broken()).hasSize(2);
  }

  @Test
  void shouldFindALeaseThatTheLedgerNeverGave() {
    book.see(held("a", T, T + 100));
    book.see(releasedAt("a", T, T + 50, held("b", T + 50, T + 200)));

    assertThat(book.unfounded(List.of(lease("a", 7, T, T + 100), lease("b", 7, T + 50, T + 99))))
        .isEmpty();
    assertThat(book.unfounded(List.of(lease("a", 7, T, T + 101)))).hasSize(1);
    assertThat(book.unfounded(List.of(lease("b", 7, T, T + 100)))).hasSize(1);
    assertThat(book.unfounded(List.of(lease("a", 8, T, T + 100)))).hasSize(1);
  }

  @Test
  void shouldFindAPodThatWasToldOfTwoWindows() {
    told.see(lease("a", 7, T, T + 100));
    told.see(lease("a", 7, T, T + 200));
    told.see(lease("b", 8, T, T + 100));
    assertThat(told.changed()).isEmpty();

    told.see(lease("b", 9, T, T + 100));

    assertThat(told.changed()).hasSize(1);
  }

  private static Lease lease(String podUid, int workerId, long fromMs, long untilMs) {
    return new Lease("shop/orders", podUid, workerId, new Window(fromMs, untilMs), 0, LAYOUT);
  }

  private static WorkerId held(String podUid, long fromMs, long untilMs) {
    WorkerId workerId = new WorkerId();
    workerId.setSpec(new WorkerIdSpec("shop/orders", 7, LayoutSpec.defaults()));
    workerId.setStatus(
        WorkerIdStatus.free(fromMs)
            .withWindow(HeldWindow.granted(podUid, podUid, null, new Window(fromMs, untilMs))));
    return workerId;
  }

  private static WorkerId releasedAt(String podUid, long fromMs, long endMs, WorkerId next) {
    WorkerIdStatus after = held(podUid, fromMs, endMs).getStatus();
    next.setStatus(
        after.released(endMs, PastWindow.End.GRACEFUL, 20).withWindow(next.getStatus().window()));
    return next;
  }
}
