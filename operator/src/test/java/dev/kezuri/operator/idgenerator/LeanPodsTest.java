// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.idgenerator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.LeaseCodec;
import dev.kezuri.lease.Resignation;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.lease.Window;
import dev.kezuri.operator.plan.ObservedPod;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class LeanPodsTest {
  private static final long T0 = UtcMillis.parse("2026-11-23T08:00:00.000Z");
  private static final String UID = "aaaaaaaa-0000-0000-0000-000000000000";
  private static final Resignation WORD = new Resignation(3, T0, 1, T0 + 5);

  @Test
  void shouldKeepAllThatThePlanSees() {
    // Given
    LeanPods store = new LeanPods();
    ObservedPod whole = PodFacts.of(pod());

    // When
    store.put("shop/a", pod());

    // Then
    Pod kept = store.get("shop/a");
    assertThat(PodFacts.of(kept)).isEqualTo(whole);
    assertThat(whole.lease()).isPresent();
    assertThat(whole.resignations()).containsExactly(WORD);
    assertThat(kept.getMetadata().getLabels()).isEqualTo(pod().getMetadata().getLabels());
    assertThat(kept.getStatus().getConditions()).isEqualTo(pod().getStatus().getConditions());
  }

  @Test
  void shouldKeepAnnotationsSeenThoughNoneIsItsOwn() {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withUid(UID)
            .addToAnnotations("a", "text")
            .endMetadata()
            .withNewSpec()
            .addNewSchedulingGate(MetadataKeys.GATE)
            .endSpec()
            .build();

    assertThat(PodFacts.of(LeanPods.lean(pod)).annotated()).isTrue();
    pod.getMetadata().setAnnotations(null);
    assertThat(PodFacts.of(LeanPods.lean(pod)).annotated()).isFalse();
  }

  @Test
  void shouldBeSmall() {
    String whole = Serialization.asJson(pod());

    String lean = Serialization.asJson(LeanPods.lean(pod()));

    assertThat(lean).doesNotContain("SECRET", "volume", "manager", "other-container-status");
    assertThat(lean.length()).isLessThan(whole.length());
  }

  private static Pod pod() {
    Window window = new Window(T0, T0 + 900_000);
    Lease lease = new Lease("shop/orders", UID, 3, window, 1, IdLayout.DEFAULT);
    String yaml =
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: a
          namespace: shop
          uid: %1$s
          resourceVersion: "7"
          creationTimestamp: "2026-11-23T08:00:00Z"
          labels: {kezuri.dev/id-generator: orders, app: x}
          annotations: {kezuri.dev/lease: '%2$s', kezuri.dev/worker-id: "3", other: text}
          managedFields: [{manager: kubelet, operation: Update}]
        spec:
          nodeName: n1
          schedulingGates: [{name: other.dev/gate}]
          initContainers: [{name: kezuri-sidecar, image: s}]
          containers: [{name: app, image: a, env: [{name: SECRET, value: x}]}]
          volumes: [{name: volume, emptyDir: {}}]
        status:
          phase: Running
          conditions: [{type: PodScheduled, status: "False", reason: Unschedulable}]
          initContainerStatuses:
          - name: kezuri-sidecar
            started: true
            state: {running: {}}
            lastState: {terminated: {exitCode: 0, message: '%3$s'}}
          containerStatuses: [{name: other-container-status, state: {waiting: {}}}]
        """;
    return Serialization.unmarshal(
        yaml.formatted(UID, LeaseCodec.write(lease), WORD.message()), Pod.class);
  }
}
