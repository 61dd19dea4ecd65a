// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.URI;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The clock of an API server, by the header Date of an answer. */
final class ServerTime {
  private static final long TIMEOUT_S = 5;

  private ServerTime() {}

  /** Returns what the header of the cheapest page says; empty if there is none. */
  static OptionalLong read(KubernetesClient client) {
    var http = client.getHttpClient();
    URI version = URI.create(client.getMasterUrl().toString()).resolve("/version");
    var request = http.newHttpRequestBuilder().uri(version).build();
    try {
      HttpResponse<String> answer =
          http.sendAsync(request, String.class).get(TIMEOUT_S, TimeUnit.SECONDS);
      String date = answer.header("Date");
      return date == null
          ? OptionalLong.empty()
          : OptionalLong.of(
              ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                  .toInstant()
                  .toEpochMilli());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted while the API server's clock was asked", e);
    } catch (ExecutionException | TimeoutException | DateTimeException e) {
      throw new ClusterException("the API server's clock cannot be read: " + e.getMessage(), e);
    }
  }
}
