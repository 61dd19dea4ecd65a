// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.apply;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.URI;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Sends one request by fabric8's client and puts its answer, or its exception, into an Answer. */
final class ServerAnswers {
  private static final long DATE_TIMEOUT_S = 5;

  private final KubernetesClient client;

  ServerAnswers(KubernetesClient client) {
    this.client = client;
  }

  /** Sends {@code body} as JSON, or nothing if it is null. */
  <T> Answer<T> ask(String method, String path, Object body, Class<T> kind) {
    return guarded(
        () -> {
          String text = client.raw(path, method, body);
          if (text == null) {
            throw new KubernetesClientException("not found", 404, null);
          }
          return kind == Void.class
              ? null
              : client.getKubernetesSerialization().unmarshal(text, kind);
        });
  }

  <T> Answer<T> guarded(Supplier<T> request) {
    try {
      return new Answer.Stored<>(request.get());
    } catch (KubernetesClientException e) {
      return of(e);
    }
  }

  private static <T> Answer<T> of(KubernetesClientException e) {
    String words = words(e);
    return switch (e.getCode()) {
      case 409 -> new Answer.Conflict<>(words);
      case 400, 422 -> new Answer.Invalid<>(words);
      case 404 -> new Answer.NotFound<>();
      default -> new Answer.Unavailable<>(words);
    };
  }

  private static String words(KubernetesClientException e) {
    String said =
        e.getStatus() != null && e.getStatus().getMessage() != null
            ? e.getStatus().getMessage()
            : String.valueOf(e.getMessage());
    String cause = e.getCode() == 0 && e.getCause() != null ? " (" + e.getCause() + ")" : "";
    return (said + cause).replace('\n', ' ');
  }

  String json(List<PatchStep> steps) {
    return client.getKubernetesSerialization().asJson(steps);
  }

  /** Asks for the version, the cheapest page that every client may read, and reads the header. */
  Answer<Long> date() {
    var request =
        client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(URI.create(client.getMasterUrl().toString()).resolve("/version"))
            .build();
    try {
      HttpResponse<String> answer =
          client
              .getHttpClient()
              .sendAsync(request, String.class)
              .get(DATE_TIMEOUT_S, TimeUnit.SECONDS);
      String date = answer.header("Date");
      return date == null
          ? new Answer.NotFound<>()
          : new Answer.Stored<>(
              ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                  .toInstant()
                  .toEpochMilli());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Unavailable<>("interrupted");
    } catch (ExecutionException | TimeoutException | DateTimeException e) {
      return new Answer.Unavailable<>(e.toString());
    }
  }
}
