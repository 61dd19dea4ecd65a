// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.e2e.cluster.SharedControlPlane;
import dev.kezuri.e2e.cluster.SharedControlPlane.TestNamespace;
import dev.kezuri.local.controlplane.RealControlPlane;
import dev.kezuri.operator.KezuriOperator;
import dev.kezuri.operator.OperatorConfig;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pods that are queued elsewhere, have their node, or get no sidecar: granted all the same. */
@ExtendWith(SharedControlPlane.class)
class PodsThatDifferIT {
  private static final String HOLD = "example.com/hold";

  private Shop shop;
  private KubernetesClient client;
  private KezuriOperator operator;

  @BeforeEach
  void start(RealControlPlane plane, KubernetesClient admin, TestNamespace namespace) {
    shop = Shop.open(admin, namespace.name());
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(plane.config())
                    .withImpersonateUsername(OperatorProcess.SERVICE_ACCOUNT)
                    .build())
            .build();
    operator = new KezuriOperator(client, OperatorConfig.inProcess(), InstantSource.system());
    operator.start();
  }

  @AfterEach
  void stop() {
    operator.close();
    client.close();
  }

  @Test
  void shouldTakeNoNumberWhenAPodIsQueuedElsewhere() {
    // Given
    shop.generator("queued", "{waitForGates: [" + HOLD + "]}");
    shop.heldPod("queued", "held", HOLD);
    shop.pod("queued", "next");

    // When
    Shop.await("the later pod is granted", () -> shop.granted("next"));

    // Then
    assertThat(shop.held("queued")).hasSize(1);
    assertThat(gates("held")).containsExactly(HOLD, MetadataKeys.GATE);

    // When
    lift("held");

    // Then
    Shop.await("the held pod is granted", () -> shop.granted("held"));
    assertThat(shop.held("queued")).hasSize(2);
  }

  @Test
  void shouldGrantAndLeaveTheGateWhenItIsNotWaitedFor() {
    // Given
    shop.generator("unqueued", "{}");
    shop.heldPod("unqueued", "numbered", HOLD);

    // When // Then
    Shop.await("a number", () -> hasLease("numbered"));
    assertThat(gates("numbered")).containsExactly(HOLD);
  }

  @Test
  void shouldGrantWhenAPodHasItsNode() {
    // Given
    shop.generator("placed", "{}");

    // When
    shop.pod("placed", "on-n1", pod -> pod.editSpec().withNodeName("n1").endSpec());

    // Then
    Shop.await("a number", () -> hasLease("on-n1"));
    assertThat(shop.held("placed"))
        .singleElement()
        .satisfies(held -> assertThat(held.getStatus().window().pod()).isEqualTo("on-n1"));
  }

  @Test
  void shouldGiveTheNumberAloneWhenThereIsNoSidecar() {
    // Given
    shop.generator("numbers", "{sidecar: {enabled: false}}");

    // When
    shop.pod("numbers", "alone");

    // Then
    Shop.await("a number", () -> shop.granted("alone"));
    assertThat(now("alone").getSpec().getInitContainers()).isEmpty();
    assertThat(now("alone").getMetadata().getAnnotations())
        .containsEntry(
            MetadataKeys.ANNOTATION_WORKER_ID,
            String.valueOf(shop.held("numbers").getFirst().getSpec().id()));
  }

  private void lift(String pod) {
    shop.client()
        .resource(now(pod))
        .edit(
            held ->
                new PodBuilder(held)
                    .editSpec()
                    .removeMatchingFromSchedulingGates(gate -> gate.getName().equals(HOLD))
                    .endSpec()
                    .build());
  }

  private List<String> gates(String pod) {
    return now(pod).getSpec().getSchedulingGates().stream().map(gate -> gate.getName()).toList();
  }

  private boolean hasLease(String pod) {
    return now(pod).getMetadata().getAnnotations().containsKey(MetadataKeys.ANNOTATION_LEASE);
  }

  private Pod now(String pod) {
    return shop.client().pods().inNamespace(shop.namespace()).withName(pod).get();
  }
}
