// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kezuri.local.controlplane.RealControlPlane;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Sends writes as they are, each as its user; the API server's words come back. */
final class Actors implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RealControlPlane plane;
  private final Map<String, KubernetesClient> clients = new HashMap<>();

  /**
   * What the API server answered.
   *
   * @param message of a refusal, else empty
   * @param warnings as kubectl shows them
   */
  record Answer(int code, String message, List<String> warnings) {
    boolean taken() {
      return code < 300;
    }

    /** All that it said. */
    String said() {
      return message + String.join("\n", warnings);
    }
  }

  Actors(RealControlPlane plane) {
    this.plane = plane;
  }

  Answer send(Step step, String namespace) throws IOException, InterruptedException {
    return step.dryRun() ? tryOut(step, namespace) : answer(step, step.path(namespace), "");
  }

  /** Sends a write that nothing comes of, but for the answer. */
  Answer tryOut(Step step, String namespace) throws IOException, InterruptedException {
    return answer(step, step.path(namespace), "?dryRun=All");
  }

  private Answer answer(Step step, String path, String dryRun)
      throws IOException, InterruptedException {
    KubernetesClient client = as(step);
    String body = step.body().toString();
    String type =
        step.method().equals("PATCH") ? "application/merge-patch+json" : "application/json";
    if (step.method().equals("PUT")) {
      String whole = path.substring(0, path.length() - step.subresource().length());
      String there = exchange(client, "GET", whole, type, null).body();
      body = step.mergedInto(JSON.readTree(there)).toString();
    } else if (step.method().equals("DELETE")) {
      // With a body the query's dryRun does not count.
      body =
          !dryRun.isEmpty()
              ? "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"dryRun\":[\"All\"]}"
              : "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"gracePeriodSeconds\":0}";
    }
    HttpResponse<String> response = exchange(client, step.method(), path + dryRun, type, body);
    JsonNode said = JSON.readTree(response.body());
    return new Answer(
        response.code(),
        response.code() < 300 ? "" : said.path("message").asText(),
        response.headers("Warning"));
  }

  private static HttpResponse<String> exchange(
      KubernetesClient client, String method, String path, String type, String body)
      throws InterruptedException {
    String url = client.getMasterUrl().toString().replaceAll("/+$", "") + path;
    HttpRequest request =
        client.getHttpClient().newHttpRequestBuilder().uri(url).method(method, type, body).build();
    try {
      return client.getHttpClient().sendAsync(request, String.class).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("no answer to " + method + " " + path, e.getCause());
    }
  }

  private KubernetesClient as(Step step) {
    return clients.computeIfAbsent(
        step.user() + step.groups(),
        key ->
            new KubernetesClientBuilder()
                .withConfig(plane.configAs(step.user(), step.groups().toArray(String[]::new)))
                .build());
  }

  @Override
  public void close() {
    clients.values().forEach(KubernetesClient::close);
  }
}
