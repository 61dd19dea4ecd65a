// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedPodsTest {
  private static final Duration BOUND = Duration.ofSeconds(20);

  private EmbeddedApi api;
  private KubernetesClient client;

  @BeforeEach
  void start() {
    api = EmbeddedApi.start(() -> Instant.parse("2026-11-23T08:00:00Z"));
    client = new KubernetesClientBuilder().withConfig(api.config()).build();
  }

  @AfterEach
  void stop() {
    client.close();
    api.close();
  }

  @Test
  void shouldRefuseBindingUntilGateIsLifted() {
    // Given
    client.resource(pod("p").editSpec().addNewSchedulingGate("a/b").endSpec().build()).create();
    assertThatThrownBy(() -> bind("p"))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(409));

    // When
    client
        .pods()
        .withName("p")
        .edit(p -> p.edit().editSpec().withSchedulingGates().endSpec().build());
    bind("p");

    // Then
    assertThat(client.pods().withName("p").get().getSpec().getNodeName()).isEqualTo("n1");
  }

  @Test
  void shouldKeepRunningPodUntilItsGraceIsOver() {
    // Given
    client.resource(pod("p").build()).create();
    bind("p");

    // When
    client.pods().withName("p").delete();

    // Then
    Pod leaving = client.pods().withName("p").get();
    assertThat(leaving.getMetadata().getDeletionTimestamp()).isEqualTo("2026-11-23T08:00:30Z");
    assertThat(leaving.getMetadata().getDeletionGracePeriodSeconds()).isEqualTo(30);
    client.pods().withName("p").withGracePeriod(0).delete();
    assertThat(client.pods().withName("p").get()).isNull();
  }

  @Test
  void shouldDeletePodWithoutNodeAtOnce() {
    // Given
    client.resource(pod("p").build()).create();

    // When
    client.pods().withName("p").delete();

    // Then
    assertThat(client.pods().withName("p").get()).isNull();
  }

  @Test
  void shouldKeepObjectUntilItsFinalizerIsGone() {
    // Given
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("m")
                .withNamespace("default")
                .withFinalizers("kezuri.dev/test")
                .endMetadata()
                .build())
        .create();

    // When
    client.configMaps().withName("m").delete();

    // Then
    assertThat(client.configMaps().withName("m").get().isMarkedForDeletion()).isTrue();
    client
        .configMaps()
        .withName("m")
        .edit(m -> m.edit().editMetadata().withFinalizers().endMetadata().build());
    assertThat(client.configMaps().withName("m").get()).isNull();
  }

  @Test
  void shouldShowSelectionToWatcherAsPodsComeChangeAndGo() {
    // Given
    List<String> seen = new CopyOnWriteArrayList<>();
    Watcher<Pod> watcher =
        new Watcher<>() {
          @Override
          public void eventReceived(Action action, Pod pod) {
            seen.add(action + " " + pod.getMetadata().getName());
          }

          @Override
          public void onClose(WatcherException cause) {
            seen.add("closed " + cause);
          }
        };
    client.resource(pod("before").build()).create();
    try (Watch watch = client.pods().withLabel("app", "a").watch(watcher)) {
      assertThat(watch).isNotNull();

      // When
      client
          .resource(pod("other").editMetadata().addToLabels("app", "b").endMetadata().build())
          .create();
      client.resource(pod("p").build()).create();
      bind("p");
      client
          .pods()
          .withName("p")
          .edit(p -> p.edit().editMetadata().addToLabels("app", "b").endMetadata().build());
      client.pods().withName("before").delete();

      // Then
      await()
          .atMost(BOUND)
          .untilAsserted(
              () ->
                  assertThat(seen)
                      .containsExactly(
                          "ADDED before", "ADDED p", "MODIFIED p", "DELETED p", "DELETED before"));
    }
  }

  @Test
  void shouldKeepInformerInStepWithChanges() {
    // Given
    client.resource(pod("p0").build()).create();
    try (SharedIndexInformer<Pod> informer =
        client.pods().inAnyNamespace().withLabel("app").inform()) {
      assertThat(informer.getStore().list()).hasSize(1);

      // When
      for (int i = 1; i < 50; i++) {
        client.resource(pod("p" + i).build()).create();
      }
      client.pods().withName("p0").delete();

      // Then
      await().atMost(BOUND).until(() -> informer.getStore().list().size() == 49);
    }
  }

  private void bind(String name) {
    client.raw(
        "/api/v1/namespaces/default/pods/" + name + "/binding",
        "POST",
        new BindingBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .withNewTarget()
            .withKind("Node")
            .withName("n1")
            .endTarget()
            .build());
  }

  private static PodBuilder pod(String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .addToLabels("app", "a")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("main")
        .withImage("app")
        .endContainer()
        .endSpec();
  }
}
