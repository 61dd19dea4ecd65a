// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.audit;

import static dev.kezuri.audit.ACluster.ORDERS;
import static dev.kezuri.audit.ACluster.hour;
import static dev.kezuri.audit.ACluster.lease;
import static dev.kezuri.audit.ACluster.leased;
import static dev.kezuri.audit.ACluster.uid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.fixture.AWorkerId;
import dev.kezuri.api.v1alpha1.HeldWindow;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdStatus;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.Resignation;
import dev.kezuri.lease.UtcMillis;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One fault planted between windows and the pods that they name, one finding. */
class AuditorPodsTest {
  private final ACluster cluster = ACluster.clean();

  @Test
  void shouldNoteANumberThatRestsAndFindOneThatIsNotReleased() {
    cluster.withoutPod("a");
    found(
        "note Resting workerid/shop.orders.0: pod a is gone without a last word: the number rests"
            + " until 2026-11-23T20:00:00.000Z");

    cluster.hold(0, uid(1), "a", "2026-11-23T11:55:00.000Z");
    found(
        "in progress NotReleased workerid/shop.orders.0: its window is over, pod a is gone, and it"
            + " is not released since 2026-11-23T11:55:00.000Z");

    cluster.hold(0, uid(1), "a", hour(11));
    found(
        "finding NotReleased workerid/shop.orders.0: its window is over, pod a is gone, and it is"
            + " not released since 2026-11-23T11:00:00.000Z");
  }

  @Test
  void shouldTakeAPodOfAnotherUidForGone() {
    cluster.put(cluster.pod("a").editMetadata().withUid(uid(77)).endMetadata().build());

    assertThat(texts())
        .contains(
            "note Resting workerid/shop.orders.0: pod a is gone without a last word: the number"
                + " rests until 2026-11-23T20:00:00.000Z");
  }

  @Test
  void shouldSayNothingOfHoldersWhenPodsWereNotLookedAt() {
    cluster.withoutPod("a");
    Sight blind =
        new Sight(ACluster.NOW, cluster.generators(), cluster.workerIds(), Optional.empty());

    assertThat(Auditor.audit(blind)).isEmpty();
  }

  @Test
  void shouldFindATerminalPodWhoseLastWordWasNotHeard() {
    cluster.put(ended("2026-11-23T11:58:00Z"));
    found(
        "in progress NotReleased workerid/shop.orders.0: pod a has ended (Failed) with a last word,"
            + " and its window is not released since 2026-11-23T11:58:00.000Z");

    cluster.put(ended("2026-11-23T11:00:00Z"));
    assertThat(texts().getFirst()).startsWith("finding NotReleased workerid/shop.orders.0: ");
  }

  @Test
  void shouldNoteATerminalPodWithoutALastWord() {
    cluster.put(cluster.pod("a").editStatus().withPhase("Failed").endStatus().build());
    found(
        "note Resting workerid/shop.orders.0: pod a has ended (Failed) without a last word: the"
            + " number rests until 2026-11-23T20:00:00.000Z");
  }

  private Pod ended(String at) {
    long from = UtcMillis.parse(hour(8));
    return cluster
        .pod("a")
        .editStatus()
        .withPhase("Failed")
        .editInitContainerStatus(0)
        .withState(
            new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(0)
                .withFinishedAt(at)
                .withMessage(new Resignation(0, from, 1, from + 7).message())
                .endTerminated()
                .build())
        .endInitContainerStatus()
        .endStatus()
        .build();
  }

  @Test
  void shouldFindAWindowThatIsOverThoughItsPodLives() {
    cluster.hold(0, uid(1), "a", "2026-11-23T11:59:55.000Z");
    told("a", lease(uid(1), 0, "2026-11-23T11:59:55.000Z", 1));
    assertThat(texts().getFirst()).startsWith("in progress NotRenewed ");

    cluster.hold(0, uid(1), "a", hour(11));
    told("a", lease(uid(1), 0, hour(11), 1));
    found(
        "finding NotRenewed workerid/shop.orders.0: its window is over, and pod a lives since "
            + hour(11));
  }

  @Test
  void shouldFindAHolderOfAnotherGeneratorOrName() {
    cluster.put(
        cluster
            .pod("a")
            .editMetadata()
            .addToLabels(MetadataKeys.LABEL_GENERATOR, "bills")
            .endMetadata()
            .build());
    found(
        "finding OtherLease pod/a -n shop: its lease is of IdGenerator shop/orders, and its label"
            + " names shop/bills",
        "finding ForeignHolder workerid/shop.orders.0: its holder is pod shop/a, whose IdGenerator"
            + " is shop/bills");

    cluster.serve("a", 0).hold(0, uid(1), "z", hour(20));
    found(
        "finding HolderName workerid/shop.orders.0: its window names pod z, and the pod of this UID"
            + " is a");
  }

  @Test
  void shouldFindTwoWindowsWhenThePodWasToldOfNeither() {
    cluster.put(AWorkerId.of(ORDERS, 0).withFloor(hour(7)).build());
    cluster.hold(5, uid(1), "a", hour(20)).hold(6, uid(1), "a", hour(20));

    assertThat(texts())
        .contains(
            "finding TwoWindows pod/a -n shop: pod shop/a holds several worker IDs: shop.orders.5,"
                + " shop.orders.6");
  }

  @Test
  void shouldLetTwoWindowsOfOneGeneratorRunOutAndFindThoseThatCannotBe() {
    cluster.hold(5, uid(1), "a", hour(20));
    found(
        "in progress TwoWindows pod/a -n shop: pod shop/a holds several worker IDs: shop.orders.0,"
            + " shop.orders.5; two operators granted at once, one of them counts, and the others run"
            + " out unused");

    WorkerId foreign = AWorkerId.of("shop/bills", 5).withFloor(hour(8)).build();
    foreign.setStatus(
        new WorkerIdStatus(
            hour(8), new HeldWindow(uid(1), "a", "n1", 1, hour(8), hour(20)), List.of()));
    cluster.put(AWorkerId.of(ORDERS, 5).withFloor(hour(7)).build()).put(foreign);
    assertThat(texts())
        .contains(
            "finding TwoWindows pod/a -n shop: pod shop/a holds several worker IDs: shop.bills.5,"
                + " shop.orders.0");

    cluster.without(5).put(AWorkerId.of(ORDERS, 5).withFloor(hour(7)).build());
    cluster.hold(5, uid(1), "a", hour(11));
    assertThat(texts()).noneMatch(text -> text.contains("NotRenewed"));
  }

  private void told(String pod, Lease lease) {
    cluster.put(leased(cluster.pod(pod), lease).build());
  }

  private List<String> texts() {
    return Auditor.audit(cluster.sight()).stream().map(AuditorTest::text).toList();
  }

  private void found(String... texts) {
    assertThat(texts()).containsExactly(texts);
  }
}
