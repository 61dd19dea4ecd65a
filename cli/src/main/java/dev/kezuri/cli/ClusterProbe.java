// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Asks the API server and takes every answer, a refusal as well. Nothing is written: what is posted
 * is an access review or a dry run.
 */
final class ClusterProbe implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int TRIES = 5;

  private final KubernetesClient client;
  private final Config config;

  ClusterProbe(Config asked) {
    // A CRD that was just changed is away for a moment: 429, storage is (re)initializing.
    config = new ConfigBuilder(asked).withRequestRetryBackoffLimit(TRIES).build();
    client = new KubernetesClientBuilder().withConfig(config).build();
  }

  /**
   * What came back.
   *
   * @param code of HTTP
   * @param body an object, or the Status of a refusal
   */
  record Answer(int code, JsonNode body) {
    boolean found() {
      return code == 200;
    }

    boolean refused() {
      return code == 403;
    }

    String message() {
      return body.path("message").asText();
    }
  }

  /** Returns what is at {@code path}; code 404 if there is nothing. */
  Answer get(String path) {
    return send("GET", path, null);
  }

  /** Returns the answer to a creation that is not carried out. */
  Answer tryToCreate(String path, JsonNode object) {
    return send("POST", path + "?dryRun=All", object);
  }

  /** Returns whether {@code user} has a right; code 403 if that may not be asked. */
  Answer review(Right right, String user) {
    ObjectNode review = JSON.createObjectNode();
    review.put("apiVersion", "authorization.k8s.io/v1");
    review.put("kind", "SubjectAccessReview");
    ObjectNode spec = review.putObject("spec");
    spec.put("user", user);
    spec.set("resourceAttributes", right.attributes());
    return send("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", review);
  }

  /** Returns whether who asks has a right. */
  boolean mayI(Right right) {
    ObjectNode review = JSON.createObjectNode();
    review.put("apiVersion", "authorization.k8s.io/v1");
    review.put("kind", "SelfSubjectAccessReview");
    review.putObject("spec").set("resourceAttributes", right.attributes());
    return send("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review)
        .body()
        .at("/status/allowed")
        .asBoolean();
  }

  private Answer send(String method, String path, JsonNode object) {
    try {
      String text = client.raw(path, method, object);
      return new Answer(200, JSON.readTree(text == null ? "{}" : text));
    } catch (KubernetesClientException e) {
      int code = e.getCode();
      if (code == 403 || code == 404 || code == 422) {
        return new Answer(code, JSON.valueToTree(e.getStatus()));
      }
      throw ClusterErrors.explain(e, config, method, path, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
