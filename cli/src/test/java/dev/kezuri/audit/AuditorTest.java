// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.audit;

import static dev.kezuri.audit.ACluster.ORDERS;
import static dev.kezuri.audit.ACluster.hour;
import static dev.kezuri.audit.ACluster.uid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.fixture.AWorkerId;
import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.api.v1alpha1.PastWindow.End;
import dev.kezuri.api.v1alpha1.WorkerId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One fault planted in windows, histories and floors, one finding. */
class AuditorTest {
  private final ACluster cluster = ACluster.clean();

  @Test
  void shouldFindNothingWhenAllIsWell() {
    assertThat(Auditor.audit(cluster.sight())).isEmpty();
  }

  @Test
  void shouldFindWindowsThatOverlapInHistory() {
    cluster.put(
        AWorkerId.of(ORDERS, 2)
            .withFloor(hour(11))
            .onceHeldBy(uid(92), hour(9), hour(11), End.GRACEFUL)
            .onceHeldBy(uid(91), hour(8), hour(10), End.LOST)
            .build());

    found(
        "finding Overlap workerid/shop.orders.2: worker ID 2 has two windows that overlap:"
            + " [2026-11-23T08:00:00.000Z, 2026-11-23T10:00:00.000Z) of pod "
            + uid(91)
            + " and [2026-11-23T09:00:00.000Z, 2026-11-23T11:00:00.000Z) of pod "
            + uid(92)
            + " since "
            + hour(9));
  }

  @Test
  void shouldFindAWindowThatOverlapsHistoryOrASecondObjectOfTheNumber() {
    WorkerId second = AWorkerId.of(ORDERS, 2).withFloor(hour(9)).build();
    second.setStatus(
        AWorkerId.of(ORDERS, 2)
            .withFloor(hour(9))
            .onceHeldBy(uid(93), hour(8), hour(9), End.LOST)
            .build()
            .getStatus());
    second.getMetadata().setName("shop.orders.02");
    cluster.put(second);

    assertThat(rules()).containsExactly("finding Overlap", "finding Name");
  }

  @Test
  void shouldFindHistoryThatIsNotInTheOrderOfTime() {
    cluster.put(
        AWorkerId.of(ORDERS, 2)
            .withFloor(hour(11))
            .onceHeldBy(uid(91), hour(8), hour(9), End.LOST)
            .onceHeldBy(uid(92), hour(10), hour(11), End.GRACEFUL)
            .build());

    found(
        "finding HistoryOrder workerid/shop.orders.2: the window [2026-11-23T08:00:00.000Z,"
            + " 2026-11-23T09:00:00.000Z) of pod "
            + uid(91)
            + " stands before [2026-11-23T10:00:00.000Z, 2026-11-23T11:00:00.000Z) of pod "
            + uid(92)
            + ", which is newer");
  }

  @Test
  void shouldFindHistoryLongerThanTheCrdAllowsAndNoteOneLongerThanTheSpec() {
    cluster.put(withHistory(101));
    found(
        "finding HistoryLength workerid/shop.orders.3: history has 101 entries; at most 100 are"
            + " allowed");

    cluster.put(withHistory(4));
    found(
        "note HistoryLonger workerid/shop.orders.3: history has 4 entries, and spec.history is 3:"
            + " one that was lowered keeps it from growing, and does not shorten it");
  }

  private static WorkerId withHistory(int entries) {
    AWorkerId workerId = AWorkerId.of(ORDERS, 3).withFloor(hour(11));
    for (int i = entries; i > 0; i--) {
      workerId.onceHeldBy(uid(100 + i), minute(i - 1), minute(i), End.GRACEFUL);
    }
    return workerId.build();
  }

  private static String minute(int minute) {
    return "2026-11-23T%02d:%02d:00.000Z".formatted(8 + minute / 60, minute % 60);
  }

  @Test
  void shouldFindAFloorBelowTheEndOfAWindow() {
    cluster.put(
        AWorkerId.of(ORDERS, 3)
            .withFloor("2026-11-23T08:59:59.999Z")
            .onceHeldBy(uid(91), hour(8), hour(9), End.LOST)
            .build());

    found(
        "finding FloorBelowEnd workerid/shop.orders.3: its floor 2026-11-23T08:59:59.999Z is before"
            + " 2026-11-23T09:00:00.000Z, where a past window ended");
  }

  @Test
  void shouldFindAFloorBelowTheFence() {
    cluster.workerIds().stream().map(w -> w.getSpec().id()).forEach(this::raise);
    fence(hour(13));
    found();

    cluster.put(AWorkerId.of(ORDERS, 3).withFloor(hour(12)).build());
    found(
        "finding FloorBelowFence workerid/shop.orders.3: its floor 2026-11-23T12:00:00.000Z is"
            + " before 2026-11-23T13:00:00.000Z, up to which its generator was fenced");
  }

  private void raise(int id) {
    WorkerId old = cluster.workerId(id);
    old.setStatus(old.getStatus().withFloorAtLeast(ACluster.NOW + 3_600_000));
  }

  private void fence(String until) {
    cluster.change(
        s ->
            new IdGeneratorStatus(
                1L, 16, null, null, null, null, null, null, null, until, s.conditions()));
  }

  @Test
  void shouldFindAFloorFurtherAheadThanAnyLeaseUnlessAFenceSaysSo() {
    cluster.put(AWorkerId.of(ORDERS, 3).withFloor("2026-12-23T12:05:00.000Z").build());
    found();

    cluster.put(AWorkerId.of(ORDERS, 3).withFloor("2026-12-23T12:11:00.000Z").build());
    found(
        "finding FloorFarAhead workerid/shop.orders.3: it rests until 2026-12-23T12:11:00.000Z,"
            + " longer than the longest lease (720h) and any fence");
  }

  @Test
  void shouldFindAWindowThatStartsOrEndsInTheFuture() {
    cluster.hold(0, uid(1), "a", "2026-12-23T12:11:00.000Z");
    assertThat(rules()).containsExactly("finding WindowFarAhead", "in progress LeaseBehind");

    cluster.put(
        AWorkerId.of(ORDERS, 3).withFloor(hour(13)).heldBy(uid(93), hour(13), hour(14), 0).build());
    assertThat(texts())
        .contains(
            "finding WindowFarAhead workerid/shop.orders.3: the window [2026-11-23T13:00:00.000Z,"
                + " 2026-11-23T14:00:00.000Z) of pod "
                + uid(93)
                + " starts in the future");
  }

  @Test
  void shouldKeepOnlyWhatASecondLookConfirms() {
    cluster.without(3);
    List<Finding> first = Auditor.audit(cluster.sight());
    cluster.without(12).put(AWorkerId.of(ORDERS, 3).withFloor(hour(7)).build());
    cluster.put(AWorkerId.of(ORDERS, 16).build());
    List<Finding> second = Auditor.audit(cluster.sight());

    assertThat(Auditor.confirmed(first, first)).isEqualTo(first);
    assertThat(Auditor.confirmed(List.of(), second))
        .extracting(Finding::rule)
        .containsExactly(Rule.PROVISIONING);
  }

  private List<String> rules() {
    return Auditor.audit(cluster.sight()).stream()
        .map(one -> one.level() + " " + one.rule())
        .toList();
  }

  private List<String> texts() {
    return Auditor.audit(cluster.sight()).stream().map(AuditorTest::text).toList();
  }

  static String text(Finding one) {
    return one.level()
        + " "
        + one.rule()
        + " "
        + one.where()
        + ": "
        + one.what()
        + (one.since() == null ? "" : " since " + one.since());
  }

  private void found(String... texts) {
    assertThat(texts()).containsExactly(texts);
  }
}
