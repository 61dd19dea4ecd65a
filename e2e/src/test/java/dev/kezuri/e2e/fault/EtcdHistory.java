// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kezuri.e2e.story.Story;
import dev.kezuri.local.controlplane.Etcd;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Makes an etcd forget. */
public final class EtcdHistory {
  private EtcdHistory() {}

  /** Throws away every version of an object but its last: what was missed is missed for good. */
  static void compact(Etcd etcd) throws IOException, InterruptedException {
    String revision = Long.toString(revision(etcd));
    ask(etcd, "/v3/kv/compaction", "{\"revision\":\"" + revision + "\",\"physical\":true}");
  }

  /** Returns how many writes it has seen. */
  public static long revision(Etcd etcd) throws IOException, InterruptedException {
    JsonNode now = ask(etcd, "/v3/kv/range", "{\"key\":\"AA==\"}");
    long revision = now.path("header").path("revision").asLong();
    assertThat(revision).isPositive();
    return revision;
  }

  /**
   * What {@code etcdutl snapshot restore --bump-revision --mark-compacted} does, which Kubernetes
   * asks for: no client takes the restored past for the future of what it has seen.
   */
  public static void goPast(Etcd etcd, long revision) throws IOException, InterruptedException {
    Story.await("etcd serves again", () -> revision(etcd) > 0);
    try (HttpClient http = HttpClient.newHttpClient()) {
      long now = 0;
      while (now <= revision) {
        JsonNode put = ask(http, etcd, "/v3/kv/put", "{\"key\":\"AA==\",\"value\":\"AA==\"}");
        now = put.path("header").path("revision").asLong();
        assertThat(now).isPositive();
      }
    }
    compact(etcd);
  }

  private static JsonNode ask(Etcd etcd, String path, String body)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return ask(http, etcd, path, body);
    }
  }

  private static JsonNode ask(HttpClient http, Etcd etcd, String path, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(etcd.url() + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body());
  }
}
