// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.audit;

import static dev.kezuri.audit.ACluster.ORDERS;
import static dev.kezuri.audit.ACluster.hour;
import static dev.kezuri.audit.ACluster.uid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.fixture.AWorkerId;
import dev.kezuri.api.fixture.AnIdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.api.v1alpha1.PastWindow.End;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.id.IdLayout;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One fault planted in the objects of the ledger, one finding. */
class AuditorObjectsTest {
  private final ACluster cluster = ACluster.clean();

  @Test
  void shouldFindAnObjectWhoseNameIsAnothers() {
    WorkerId other = AWorkerId.of(ORDERS, 17).withFloor(hour(7)).build();
    other.getMetadata().setName("shop.orders.18");
    cluster.put(other);

    assertThat(texts())
        .contains(
            "finding Name workerid/shop.orders.18: it stands for worker ID 17 of shop/orders, which"
                + " its name does not say");
  }

  @Test
  void shouldFindWhatCannotBeRead() {
    cluster.put(AWorkerId.of(ORDERS, 3).withFloor("yesterday").build());

    assertThat(texts())
        .contains(
            "finding Unreadable workerid/shop.orders.3: it cannot be read: a time must look like"
                + " 2026-11-23T08:00:00.000Z: yesterday");
  }

  @Test
  void shouldFindANumberThatDoesNotFitAndAnotherLayout() {
    IdLayout narrow = new IdLayout(IdLayout.DEFAULT.epochMs(), 41, 1, 12);
    cluster.put(AWorkerId.of(ORDERS, 3).withLayout(narrow).withFloor(hour(7)).build());

    found(
        "finding IdTooLarge workerid/shop.orders.3: worker ID 3 does not fit the 1 bits of its"
            + " layout",
        "finding OtherLayout workerid/shop.orders.3: its layout is not that of IdGenerator"
            + " shop/orders since "
            + hour(7));
  }

  @Test
  void shouldFindAMissingFinalizerUnlessTheObjectGoes() {
    cluster.workerId(3).getMetadata().setFinalizers(List.of());
    found("finding Finalizer workerid/shop.orders.3: the finalizer kezuri.dev/ledger is missing");

    assertThat(Auditor.audit(cluster.sight()).getFirst().remedy())
        .contains("kubectl patch workerid shop.orders.3 --as=system:serviceaccount:");

    cluster.workerId(3).getMetadata().setDeletionTimestamp("2026-11-23T11:00:00Z");
    found();
  }

  @Test
  void shouldFindNumbersThatAreMissingOrEmptyThoughTheyWereMade() {
    cluster.without(3).without(4).without(5).without(9);
    cluster.put(AWorkerId.of(ORDERS, 7).build());

    found(
        "finding Missing idgenerator/orders -n shop: WorkerIds below status.provisioned are"
            + " missing: 3 to 5, 9",
        "finding Empty idgenerator/orders -n shop: WorkerIds below status.provisioned have no"
            + " floor: 7");
  }

  @Test
  void shouldFindAGrantAboveWhatWasMadeAndLetProvisioningGoOn() {
    cluster.put(AWorkerId.of(ORDERS, 16).build());
    found(
        "in progress Provisioning workerid/shop.orders.16: status.provisioned of its generator is"
            + " 16, and not raised yet");

    cluster.put(
        AWorkerId.of(ORDERS, 16)
            .withFloor(hour(9))
            .onceHeldBy(uid(93), hour(8), hour(9), End.LOST)
            .build());
    found(
        "finding AboveProvisioned workerid/shop.orders.16: status.provisioned of its generator is"
            + " 16, and it has been granted");
  }

  @Test
  void shouldFindAGeneratorThatCameBackWithoutItsStatus() {
    cluster.change(s -> IdGeneratorStatus.empty());
    found();

    cluster.orders().getMetadata().setAnnotations(Map.of(MetadataKeys.ANNOTATION_LEDGER, "uid"));
    found(
        "finding Restored idgenerator/orders -n shop: its ledger was begun, and"
            + " status.provisioned is gone: it came back without its status");
  }

  @Test
  void shouldNoteHoldersOutOfRange() {
    cluster.serve("c", 15);
    cluster
        .orders()
        .setSpec(
            AnIdGenerator.named("shop", "orders")
                .withWorkerIds(0, 14)
                .withHistory(3)
                .build()
                .getSpec());

    found(
        "note OutOfRange workerid/shop.orders.15: pod c holds it, and it is out of spec.workerIds"
            + " or reserved: no other issuer may use it before it is released");
  }

  @Test
  void shouldNoteALedgerWithoutGeneratorAndFindOneThatShouldBeGone() {
    cluster.withoutGenerator();
    found(
        "note Abandoned workerids of shop/orders: there is no IdGenerator shop/orders, and 16"
            + " WorkerIds of it, 2 of them held: they go 10 minutes after the last floor, once none"
            + " is held");

    cluster.hold(0, uid(1), "a", hour(11)).hold(1, uid(2), "b", hour(11));
    cluster.withoutPod("a").withoutPod("b");
    assertThat(texts()).anyMatch(text -> text.startsWith("note Abandoned "));

    cluster.put(AWorkerId.of(ORDERS, 0).withFloor(hour(7)).build());
    cluster.put(AWorkerId.of(ORDERS, 1).withFloor(hour(7)).build());
    found(
        "finding LeftBehind workerids of shop/orders: there is no IdGenerator shop/orders, and 16"
            + " WorkerIds of it, long after the last floor since "
            + hour(11));
  }

  @Test
  void shouldNoteALedgerWithoutGeneratorThatLostItsStatus() {
    cluster.withoutGenerator().withoutPod("a").withoutPod("b");
    for (int id = 0; id < 16; id++) {
      WorkerId lost = AWorkerId.of(ORDERS, id).build();
      lost.getMetadata().setCreationTimestamp(hour(11));
      cluster.put(lost);
    }
    found(
        "note Abandoned workerids of shop/orders: there is no IdGenerator shop/orders, and 16"
            + " WorkerIds of it, 0 of them held: they go 10 minutes after the last floor, once none"
            + " is held; 16 have no status: they stay for 720h, or until kubectl kezuri fence");
  }

  private List<String> texts() {
    return Auditor.audit(cluster.sight()).stream().map(AuditorTest::text).toList();
  }

  private void found(String... texts) {
    assertThat(texts()).containsExactly(texts);
  }
}
