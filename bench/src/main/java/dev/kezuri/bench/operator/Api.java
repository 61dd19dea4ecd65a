// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.bench.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Requests as text, so that a client without an operator costs as little as it can. */
final class Api {
  static final ObjectMapper JSON = new ObjectMapper();
  static final String MERGE = "application/merge-patch+json";
  static final String JSON_PATCH = "application/json-patch+json";
  private static final String PLAIN = "application/json";
  private static final long TIMEOUT_S = 60;
  private static final String PAGE = "500";

  private final KubernetesClient client;

  Api(KubernetesClient client) {
    this.client = client;
  }

  static String pods(String namespace) {
    return "/api/v1/namespaces/" + namespace + "/pods";
  }

  static String workerIds() {
    return "/apis/kezuri.dev/v1alpha1/workerids";
  }

  static String generators(String namespace) {
    return "/apis/kezuri.dev/v1alpha1/namespaces/" + namespace + "/idgenerators";
  }

  String get(String path) {
    return send("GET", path, PLAIN, null);
  }

  String post(String path, String body) {
    return send("POST", path, PLAIN, body);
  }

  String put(String path, String body) {
    return send("PUT", path, PLAIN, body);
  }

  String patch(String path, String type, String body) {
    return send("PATCH", path, type, body);
  }

  String delete(String path, int graceS) {
    return send("DELETE", path, PLAIN, "{\"gracePeriodSeconds\":" + graceS + "}");
  }

  /** Reads a whole list, page by page. */
  List<JsonNode> list(String path) {
    List<JsonNode> all = new ArrayList<>();
    String from = "";
    do {
      String sign = path.indexOf('?') < 0 ? "?" : "&";
      JsonNode page = json(get(path + sign + "limit=" + PAGE + "&continue=" + from));
      page.get("items").forEach(all::add);
      from = page.path("metadata").path("continue").asText("");
    } while (!from.isEmpty());
    return all;
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON: " + text, e);
    }
  }

  private String send(String method, String path, String type, String body) {
    var request =
        client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(URI.create(client.getMasterUrl().toString()).resolve(path))
            .method(method, type, body)
            .build();
    try {
      HttpResponse<String> answer =
          client.getHttpClient().sendAsync(request, String.class).get(TIMEOUT_S, TimeUnit.SECONDS);
      if (answer.code() >= 300) {
        throw new IllegalStateException(
            method + " " + path + ": " + answer.code() + " " + answer.bodyString());
      }
      return answer.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException | TimeoutException | java.io.IOException e) {
      throw new IllegalStateException(method + " " + path + ": " + e, e);
    }
  }
}
