// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kezuri.api.Crds;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorSpec;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedApiTest {
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00.500Z");
  private static final ResourceDefinitionContext WORKER_IDS =
      new ResourceDefinitionContext.Builder()
          .withGroup("kezuri.dev")
          .withVersion("v1alpha1")
          .withKind("WorkerId")
          .withPlural("workerids")
          .build();
  private static final Map<String, Object> LAYOUT =
      Map.of(
          "epoch",
          "2015-01-01T00:00:00.000Z",
          "timestampBits",
          41,
          "workerBits",
          10,
          "sequenceBits",
          12);

  private EmbeddedApi api;
  private KubernetesClient client;

  @BeforeEach
  void start() {
    api = EmbeddedApi.start(() -> NOW);
    client = new KubernetesClientBuilder().withConfig(api.config()).build();
    Crds.all().forEach(crd -> client.resource(crd).create());
  }

  @AfterEach
  void stop() {
    client.close();
    api.close();
  }

  @Test
  void shouldRefuseStalePutOfStatusAndOfObject() {
    // Given
    GenericKubernetesResource stale =
        client.genericKubernetesResources(WORKER_IDS).resource(workerId(1)).create();
    client.raw(statusPath(1), "PUT", withFloor(stale, "2026-11-23T07:00:00.000Z"));

    // When // Then
    refused(
        409,
        "the object has been modified",
        () -> client.raw(statusPath(1), "PUT", withFloor(stale, "2026-11-23T09:00:00.000Z")));
    Pod pod = client.resource(pod("p").build()).create();
    Pod changed = pod.edit().editMetadata().addToLabels("a", "b").endMetadata().build();
    client.raw("/api/v1/namespaces/default/pods/p", "PUT", changed);
    refused(
        409,
        "the object has been modified",
        () -> client.raw("/api/v1/namespaces/default/pods/p", "PUT", changed));
  }

  @Test
  void shouldRefuseWriteThatBreaksLedgersRules() {
    // Given
    GenericKubernetesResource made =
        client.genericKubernetesResources(WORKER_IDS).resource(workerId(2)).create();
    String floored = client.raw(statusPath(2), "PUT", withFloor(made, "2026-11-23T07:00:00.000Z"));
    GenericKubernetesResource now =
        client.getKubernetesSerialization().unmarshal(floored, GenericKubernetesResource.class);

    // When // Then
    refused(
        422,
        "floor never goes back",
        () -> client.raw(statusPath(2), "PUT", withFloor(now, "2026-11-23T06:00:00.000Z")));
    refused(
        422,
        "should match",
        () -> client.raw(statusPath(2), "PUT", withFloor(now, "2026-11-23T09:00:00Z")));
    refused(
        422,
        "one object per worker ID",
        () -> client.genericKubernetesResources(WORKER_IDS).resource(misnamed()).create());
  }

  @Test
  void shouldAnswer422WhenTestOfJsonPatchFails() {
    // Given
    client.resource(pod("p").build()).create();
    String patch =
        "[{\"op\":\"test\",\"path\":\"/metadata/uid\",\"value\":\"other\"},"
            + "{\"op\":\"add\",\"path\":\"/metadata/labels\",\"value\":{\"a\":\"b\"}}]";

    // When // Then
    refused(
        422,
        "rejected our request",
        () -> client.pods().withName("p").patch(PatchContext.of(PatchType.JSON), patch));
    assertThat(client.pods().withName("p").get().getMetadata().getLabels()).isNullOrEmpty();
  }

  @Test
  void shouldWriteNothingWhenDryRun() {
    // Given
    Pod pod = client.resource(pod("p").build()).create();

    // When
    client.resource(pod("q").build()).dryRun().create();
    client.raw(
        "/api/v1/namespaces/default/pods/p?dryRun=All",
        "PUT",
        pod.edit().editMetadata().addToLabels("a", "b").endMetadata().build());

    // Then
    assertThat(client.pods().list().getItems()).containsExactly(pod);
  }

  @Test
  void shouldCompleteEmptySpecByCrdsDefaults() {
    // When
    String stored =
        client.raw(
            "/apis/kezuri.dev/v1alpha1/namespaces/default/idgenerators",
            "POST",
            Map.of(
                "apiVersion",
                "kezuri.dev/v1alpha1",
                "kind",
                "IdGenerator",
                "metadata",
                Map.of("name", "orders"),
                "spec",
                Map.of()));

    // Then
    assertThat(stored).contains("\"timestampBits\":41", "\"duration\":\"24h\"");
    assertThat(client.resources(IdGenerator.class).withName("orders").get().getSpec())
        .isEqualTo(IdGeneratorSpec.defaults());
  }

  @Test
  void shouldRaiseGenerationForSpecOnly() {
    // Given
    Pod pod = client.resource(pod("p").build()).create();

    // When
    Pod labelled =
        client
            .pods()
            .withName("p")
            .edit(p -> p.edit().editMetadata().addToLabels("a", "b").endMetadata().build());
    Pod reported =
        client
            .pods()
            .withName("p")
            .editStatus(p -> p.edit().editStatus().withPhase("Running").endStatus().build());
    Pod updated =
        client
            .pods()
            .withName("p")
            .edit(
                p ->
                    p.edit()
                        .editSpec()
                        .editContainer(0)
                        .withImage("other")
                        .endContainer()
                        .endSpec()
                        .build());

    // Then
    assertThat(List.of(pod, labelled, reported, updated))
        .extracting(each -> each.getMetadata().getGeneration())
        .containsExactly(1L, 1L, 1L, 2L);
    assertThat(List.of(pod, labelled, reported, updated))
        .extracting(each -> Long.parseLong(each.getMetadata().getResourceVersion()))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldSayItsClocksTime() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      // When
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(api.config().getMasterUrl()).resolve("/version"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());

      // Then
      assertThat(answer.headers().firstValue("Date")).contains("Mon, 23 Nov 2026 08:00:00 GMT");
    }
  }

  @Test
  void shouldAnswer404WithStatusWhenThereIsNone() {
    Pod absent = pod("x").build();
    refused(
        404,
        "pods \"x\" not found",
        () -> client.raw("/api/v1/namespaces/default/pods/x", "PUT", absent));
    assertThat(client.pods().withName("x").get()).isNull();
  }

  private static void refused(int code, String words, ThrowingCallable write) {
    assertThatThrownBy(write)
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            e -> {
              assertThat(e.getCode()).isEqualTo(code);
              assertThat(e.getStatus().getMessage()).contains(words);
            });
  }

  private static PodBuilder pod(String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("main")
        .withImage("app")
        .endContainer()
        .endSpec();
  }

  private static GenericKubernetesResource workerId(int id) {
    return named("shop.orders." + id, id);
  }

  private static GenericKubernetesResource misnamed() {
    return named("shop.orders.03", 3);
  }

  private static GenericKubernetesResource named(String name, int id) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion("kezuri.dev/v1alpha1")
        .withKind("WorkerId")
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .addToAdditionalProperties(
            "spec", Map.of("generator", "shop/orders", "id", id, "layout", LAYOUT))
        .build();
  }

  private static String statusPath(int id) {
    return "/apis/kezuri.dev/v1alpha1/workerids/shop.orders." + id + "/status";
  }

  private static HasMetadata withFloor(GenericKubernetesResource object, String floor) {
    return new GenericKubernetesResourceBuilder(object)
        .addToAdditionalProperties("status", Map.of("floor", floor))
        .build();
  }
}
