// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.v1alpha1.PastWindow;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.e2e.story.Story;
import dev.kezuri.lease.Window;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.List;

/** Ends of pods that nobody planned, and the end of a namespace. */
final class EndStories {
  private static final String NAME = "shop";

  private EndStories() {}

  /** With one number: the next pod waits until the lease of the one before it has run out. */
  static void forced(Room room) throws IOException {
    room.generator("{workerIds: {first: 0, last: 0}, lease: {duration: 30s}}");
    room.apply(room.pod("a"));
    Pod a = room.awaitDrawing("a", 1).getFirst();
    String uid = a.getMetadata().getUid();

    room.client().resource(a).withGracePeriod(0).delete();
    room.apply(room.pod("b"));
    Window last = room.ledger().holding(uid).orElseThrow().getStatus().window().window();

    Pod b = room.awaitDrawing("b", 1).getFirst();
    assertThat(room.ledger().ended(0, uid, PastWindow.End.LOST)).as("a ended as lost").isTrue();
    assertThat(room.window(b).window().notBeforeMs())
        .as("begin of b's window")
        .isGreaterThanOrEqualTo(last.notAfterMs());
    room.assertNeverRefused();
  }

  /** By the API that a drain uses, with a budget that allows one pod at a time. */
  static void eviction(Room room) throws IOException {
    room.generator("{}");
    room.apply(room.workload("Deployment", NAME, "replicas: 2"));
    List<Pod> before = room.awaitDrawing(NAME, 2);
    room.client().resource(budget(room)).create();
    Pod evicted = before.getFirst();
    int number = room.number(evicted);

    Story.await("the eviction is allowed", () -> room.client().pods().resource(evicted).evict());

    String uid = evicted.getMetadata().getUid();
    Story.await(
        "its number is free", () -> room.ledger().ended(number, uid, PastWindow.End.GRACEFUL));
    room.awaitDrawing(NAME, 2);
    room.assertNeverRefused();
  }

  private static PodDisruptionBudget budget(Room room) {
    return Serialization.unmarshal(
        """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: %s, namespace: %s}
        spec: {maxUnavailable: 1, selector: {matchLabels: {app: %s}}}
        """
            .formatted(NAME, room.namespace(), NAME),
        PodDisruptionBudget.class);
  }

  /** With leases that last far longer, one of them of a pod that is gone by force. */
  static void namespace(Room room) throws IOException {
    room.generator("{lease: {duration: 10m}}");
    room.apply(room.workload("Deployment", NAME, "replicas: 3"));
    Pod lost = room.awaitDrawing(NAME, 3).getFirst();
    int number = room.number(lost);
    room.client().resource(lost).withGracePeriod(0).delete();
    List<Pod> pods = room.awaitDrawing(NAME, 3);

    room.client().namespaces().withName(room.namespace()).delete();

    Story.await(
        "the namespace is gone",
        () -> room.client().namespaces().withName(room.namespace()).get() == null);
    assertThat(pods).isNotEmpty();
    Story.await("only the lost pod's number rests", () -> room.ledger().held().size() == 1);
    WorkerId resting = room.ledger().held().getFirst();
    assertThat(resting.getSpec().id()).isEqualTo(number);
    assertThat(resting.getStatus().window().podUid()).isEqualTo(lost.getMetadata().getUid());
  }
}
