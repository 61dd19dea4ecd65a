// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Every write below one key of etcd, in order and without a gap, by etcd's own watch: it goes on
 * while the API server is dead, and is not disturbed by a compaction.
 */
final class EtcdWatch implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long AGAIN_NS = Duration.ofMillis(50).toNanos();
  private static final Duration ANSWER = Duration.ofSeconds(30);

  /** One write: the values before and after it, null where there is none. */
  interface Listener {
    void wrote(String before, String after) throws IOException;
  }

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;
  private final String prefix;
  private final Listener listener;
  private final Thread thread;
  private volatile boolean closed;
  private volatile long seen;
  private volatile Throwable failure;
  private long term;

  EtcdWatch(String url, String prefix, Listener listener) {
    this.url = url;
    this.prefix = prefix;
    this.listener = listener;
    this.thread = Thread.ofVirtual().name("etcd-watch").start(this::watch);
  }

  private void watch() {
    while (!closed) {
      try {
        read();
      } catch (IOException | UncheckedIOException e) {
        // etcd is down, or was put back: the next try asks from where this one came to.
        LockSupport.parkNanos(AGAIN_NS);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) {
        failure = e;
        return;
      }
    }
  }

  private void read() throws IOException, InterruptedException {
    long from = seen + 1;
    String body =
        "{\"create_request\":{%s,\"start_revision\":\"%d\",\"prev_kv\":true}}"
            .formatted(range(), from);
    HttpResponse<Stream<String>> answer =
        http.send(request("/v3/watch", body), HttpResponse.BodyHandlers.ofLines());
    try (Stream<String> lines = answer.body()) {
      for (String line : (Iterable<String>) lines::iterator) {
        if (!hear(JSON.readTree(line).path("result"))) {
          return;
        }
      }
    }
  }

  /** Returns whether this watch goes on. */
  private boolean hear(JsonNode result) throws IOException {
    long newTerm = result.path("header").path("raft_term").asLong();
    boolean startedAgain = term != 0 && newTerm != term;
    term = newTerm;
    if (startedAgain) {
      // It may be older than it was: all that it has is heard again.
      seen = 0;
      return false;
    }
    if (result.path("canceled").asBoolean()) {
      seen = result.path("compact_revision").asLong() - 1;
      return false;
    }
    for (JsonNode event : result.path("events")) {
      boolean gone = event.path("type").asText().equals("DELETE");
      listener.wrote(
          text(event.path("prev_kv").path("value")),
          gone ? null : text(event.path("kv").path("value")));
      seen = event.path("kv").path("mod_revision").asLong();
    }
    return true;
  }

  /** Waits until all that was written before this call has been heard. */
  void catchUp() {
    long newest = newest();
    Story.await(
        "the watch of etcd has come to revision " + newest,
        () -> {
          if (failure != null) {
            throw new AssertionError("the watch of etcd has failed", failure);
          }
          return seen >= newest;
        });
  }

  private long newest() {
    String body = "{%s,\"sort_order\":\"DESCEND\",\"sort_target\":\"MOD\",\"limit\":1}";
    try {
      HttpResponse<String> answer =
          http.send(
              request("/v3/kv/range", body.formatted(range())),
              HttpResponse.BodyHandlers.ofString());
      JsonNode newest = JSON.readTree(answer.body()).path("kvs").path(0);
      return newest.path("mod_revision").asLong();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private HttpRequest request(String path, String body) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(ANSWER)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private String range() {
    String end =
        prefix.substring(0, prefix.length() - 1) + (char) (prefix.charAt(prefix.length() - 1) + 1);
    return "\"key\":\"%s\",\"range_end\":\"%s\"".formatted(base64(prefix), base64(end));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(JsonNode base64) {
    return base64.isMissingNode()
        ? null
        : new String(Base64.getDecoder().decode(base64.asText()), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    http.shutdownNow();
  }
}
