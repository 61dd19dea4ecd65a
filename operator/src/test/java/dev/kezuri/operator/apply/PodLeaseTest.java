// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.LeaseCodec;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.lease.Window;
import dev.kezuri.operator.apply.Outcome.Result;
import dev.kezuri.operator.plan.APod;
import dev.kezuri.operator.plan.Action;
import dev.kezuri.operator.plan.ObservedPod;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What an announcement to a pod without a gate wins and loses against. */
class PodLeaseTest {
  private static final long T0 = UtcMillis.parse("2026-11-23T08:00:00.000Z");
  private static final String NAME = "a";

  private final InMemoryCluster cluster = new InMemoryCluster();
  private final ActionApplier applier = new ActionApplier(cluster, Runnable::run);

  @Test
  void shouldTellThePodWhenAKubeletHasWrittenItsStatusSince() {
    // Given
    String seen = LeaseCodec.write(lease(0));
    Pod pod = running(seen);
    ObservedPod observed = observed(pod);
    cluster.put(new PodBuilder(pod).withNewStatus().withPhase("Running").endStatus().build());

    // When
    Outcome outcome = announce(observed, lease(1), Map.of(observed.uid(), seen));

    // Then
    assertThat(outcome.result()).isEqualTo(Result.DONE);
    assertThat(annotation()).isEqualTo(LeaseCodec.write(lease(1)));
  }

  @Test
  void shouldLoseWhenAnotherOperatorHasToldThePodMore() {
    // Given
    String seen = LeaseCodec.write(lease(0));
    ObservedPod observed = observed(running(seen));
    announce(observed, lease(2), Map.of(observed.uid(), seen));

    // When: as a leader would whose view is old
    Outcome outcome = announce(observed, lease(1), Map.of(observed.uid(), seen));

    // Then
    assertThat(outcome.result()).isEqualTo(Result.LOST);
    assertThat(annotation()).isEqualTo(LeaseCodec.write(lease(2)));
  }

  @Test
  void shouldReplaceWhatCannotBeReadOnlyAsItWasSeen() {
    ObservedPod observed = observed(running("no lease"));

    Outcome other = announce(observed, lease(1), Map.of(observed.uid(), "another"));
    Outcome same = announce(observed, lease(1), Map.of(observed.uid(), "no lease"));

    assertThat(List.of(other.result(), same.result())).containsExactly(Result.LOST, Result.DONE);
  }

  @Test
  void shouldLoseAgainstAnyWriteWhenThePodHadNoLease() {
    // Given
    Pod pod = running("gone");
    pod.getMetadata().setAnnotations(Map.of("app", "x"));
    ObservedPod observed = observed(cluster.put(pod));
    cluster.put(
        new PodBuilder(pod).editMetadata().addToAnnotations("b", "c").endMetadata().build());

    // When
    Outcome outcome = announce(observed, lease(0), Map.of());

    // Then
    assertThat(outcome.result()).isEqualTo(Result.LOST);
  }

  private Outcome announce(ObservedPod pod, Lease lease, Map<String, String> leases) {
    Ledger seen = new Ledger("shop/orders", "c", Map.of(), leases, OptionalLong.empty());
    return applier.apply(List.of(new Action.Announce(pod, lease)), seen).getFirst();
  }

  private String annotation() {
    Pod live = cluster.getPod("shop", NAME).stored().orElseThrow();
    return live.getMetadata().getAnnotations().get(MetadataKeys.ANNOTATION_LEASE);
  }

  private Pod running(String lease) {
    return cluster.put(
        new PodBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName(NAME)
            .withUid(APod.uid(NAME))
            .addToAnnotations(MetadataKeys.ANNOTATION_LEASE, lease)
            .endMetadata()
            .withNewSpec()
            .withNodeName("n1")
            .endSpec()
            .build());
  }

  private static ObservedPod observed(Pod pod) {
    return APod.named(NAME)
        .version(pod.getMetadata().getResourceVersion())
        .gate(false)
        .annotated()
        .build();
  }

  private static Lease lease(int turn) {
    Window window = new Window(T0, T0 + 900_000L * (turn + 1));
    return new Lease("shop/orders", APod.uid(NAME), 1, window, turn, IdLayout.DEFAULT);
  }
}
