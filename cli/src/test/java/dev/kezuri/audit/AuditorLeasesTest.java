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
import dev.kezuri.api.v1alpha1.PastWindow.End;
import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.Lease;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One fault planted in what pods were told, one finding. */
class AuditorLeasesTest {
  private final ACluster cluster = ACluster.clean();

  @Test
  void shouldFindALeaseThatCannotBeReadOrIsAnotherPods() {
    cluster.put(
        cluster
            .pod("a")
            .editMetadata()
            .addToAnnotations(MetadataKeys.ANNOTATION_LEASE, "{}")
            .endMetadata()
            .build());
    found("finding UnreadableLease pod/a -n shop: lease: v is missing");

    told("a", lease(uid(2), 0, hour(20), 1));
    found(
        "finding CopiedLease pod/a -n shop: its lease is that of the pod with UID "
            + uid(2)
            + "; its sidecar refuses it");
  }

  @Test
  void shouldFindAWorkerIdAnnotationThatIsNotTheLeases() {
    annotate("7");
    found(
        "finding WorkerIdAnnotation pod/a -n shop: kezuri.dev/worker-id is 7, and the lease has"
            + " worker ID 0");

    cluster.put(
        cluster
            .pod("a")
            .editMetadata()
            .removeFromAnnotations(MetadataKeys.ANNOTATION_WORKER_ID)
            .endMetadata()
            .build());
    found(
        "finding WorkerIdAnnotation pod/a -n shop: kezuri.dev/worker-id is missing, and the lease"
            + " has worker ID 0");

    cluster.put(cluster.waiting("c", uid(3)));
    cluster.serve("a", 0);
    cluster.put(
        cluster
            .pod("c")
            .editMetadata()
            .addToAnnotations(MetadataKeys.ANNOTATION_WORKER_ID, "3")
            .endMetadata()
            .build());
    found(
        "finding WorkerIdAnnotation pod/c -n shop: kezuri.dev/worker-id is 3, and there is no"
            + " lease");
  }

  private void annotate(String number) {
    cluster.put(
        cluster
            .pod("a")
            .editMetadata()
            .addToAnnotations(MetadataKeys.ANNOTATION_WORKER_ID, number)
            .endMetadata()
            .build());
  }

  @Test
  void shouldFindALeaseAheadOfTheLedgerAndLetOneBehindItCatchUp() {
    told("a", lease(uid(1), 0, hour(21), 1));
    found(
        "finding LeaseAhead pod/a -n shop: it was told of turn 1 until 2026-11-23T21:00:00.000Z,"
            + " and the ledger says turn 1 until 2026-11-23T20:00:00.000Z");
    told("a", lease(uid(1), 0, hour(20), 2));
    assertThat(texts().getFirst()).startsWith("finding LeaseAhead ");

    told("a", lease(uid(1), 0, hour(20), 0));
    found(
        "in progress LeaseBehind pod/a -n shop: it was told of turn 0 until"
            + " 2026-11-23T20:00:00.000Z, and the ledger says turn 1 until"
            + " 2026-11-23T20:00:00.000Z");
  }

  @Test
  void shouldFindALeaseOfAnotherLayout() {
    Lease own = lease(uid(1), 0, hour(20), 1);
    IdLayout other = new IdLayout(IdLayout.DEFAULT.epochMs(), 41, 12, 10);
    told("a", new Lease(ORDERS, uid(1), 0, own.window(), 1, other));

    found(
        "finding OtherLease pod/a -n shop: its lease has another layout than"
            + " workerid/shop.orders.0");
  }

  @Test
  void shouldFindALeaseThatTheLedgerDoesNotKnowOrGaveToAnother() {
    cluster.put(AWorkerId.of(ORDERS, 0).withFloor(hour(7)).build());
    found(
        "finding UnknownLease pod/a -n shop: its lease for worker ID 0 in"
            + " [2026-11-23T08:00:00.000Z, 2026-11-23T20:00:00.000Z) is not in the ledger since "
            + hour(8));

    cluster.put(
        AWorkerId.of(ORDERS, 0)
            .withFloor(hour(8))
            .onceHeldBy(uid(93), hour(7), hour(8), End.GRACEFUL)
            .build());
    assertThat(texts().getFirst()).startsWith("finding UnknownLease pod/a -n shop: ");

    cluster.put(
        AWorkerId.of(ORDERS, 0)
            .withFloor(hour(11))
            .onceHeldBy(uid(93), hour(9), hour(11), End.GRACEFUL)
            .build());
    found(
        "finding Taken pod/a -n shop: it may issue with worker ID 0 in [2026-11-23T08:00:00.000Z,"
            + " 2026-11-23T20:00:00.000Z), which the ledger has given to pod "
            + uid(93)
            + " in [2026-11-23T09:00:00.000Z, 2026-11-23T11:00:00.000Z) since "
            + hour(9));
  }

  @Test
  void shouldFindAWindowReleasedUnderALivingPodButNotUnderOneThatEnds() {
    cluster.put(
        AWorkerId.of(ORDERS, 0)
            .withFloor(hour(11))
            .onceHeldBy(uid(1), hour(8), hour(11), End.GRACEFUL)
            .build());
    assertThat(texts().getFirst()).startsWith("finding UnknownLease pod/a -n shop: ");

    cluster.put(
        cluster
            .pod("a")
            .editMetadata()
            .withDeletionTimestamp("2026-11-23T11:00:00Z")
            .endMetadata()
            .build());
    found();
  }

  @Test
  void shouldFindALivingPodThatNothingHoldsBackWithoutAWorkerId() {
    PodBuilder ungated =
        new PodBuilder(cluster.waiting("c", uid(3)))
            .editSpec()
            .withSchedulingGates(List.of())
            .withNodeName("n1")
            .endSpec();
    cluster.put(ungated.build());
    found(
        "finding Unserved pod/c -n shop: it lives, no gate holds it back, and it has no worker ID"
            + " since "
            + hour(8));

    cluster.put(
        ungated.editMetadata().withCreationTimestamp("2026-11-23T11:59:30Z").endMetadata().build());
    assertThat(texts().getFirst()).startsWith("in progress Unserved ");
  }

  @Test
  void shouldLeaveGatedPodsAloneAndLetAGrantReachItsPod() {
    cluster.put(cluster.waiting("c", uid(3)));
    found();

    cluster.hold(5, uid(3), "c", hour(20));
    found(
        "in progress LeaseBehind pod/c -n shop: worker ID 5 is granted, and the pod not told yet"
            + " since "
            + hour(8));
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
