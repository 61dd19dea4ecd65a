// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.bench.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the API server wrote down of the operator's requests: counted from outside, by nobody's
 * client.
 */
final class AuditLog {
  /**
   * A request that was answered.
   *
   * @param what verb, resource and subresource, such as {@code update workerids/status}
   * @param code the HTTP status
   * @param name of the object
   * @param received when it came in
   * @param answered when its answer was sent
   */
  record Request(String what, int code, String name, Instant received, Instant answered) {
    boolean ok() {
      return code < 300;
    }

    boolean is(String wanted) {
      return what.equals(wanted);
    }

    /** A write other than the leader's Lease. */
    boolean writes() {
      return !what.matches("(get|list|watch) .*") && !what.endsWith(" leases");
    }
  }

  static final String LEDGER = "update workerids/status";
  static final String POD = "patch pods";
  static final String SUMMARY = "update idgenerators/status";

  static final String POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived, ResponseStarted]
      omitManagedFields: true
      rules:
      - level: Metadata
        users: ["%s"]
      - level: None
      """;

  private final Path file;
  private final List<Request> all = new ArrayList<>();
  private long read;

  AuditLog(Path file) {
    this.file = file;
  }

  /** Returns how many requests there are by now, to begin counting after them. */
  synchronized int mark() {
    readOn();
    return all.size();
  }

  synchronized List<Request> since(int mark) {
    readOn();
    return List.copyOf(all.subList(mark, all.size()));
  }

  long count(int mark, Predicate<Request> which) {
    return since(mark).stream().filter(which).count();
  }

  /** Waits until {@code count} such requests were answered well after {@code mark}. */
  void await(String what, int mark, int count, int everyMs) {
    Load.await(
        count + " times " + what,
        everyMs,
        600,
        () -> count(mark, request -> request.is(what) && request.ok()) >= count);
  }

  /**
   * Waits until {@code count} pods whose names begin so were told of a lease after {@code mark}.
   */
  void awaitTold(String prefix, int mark, int count, int everyMs) {
    Load.await(
        count + " pods " + prefix + " told",
        everyMs,
        600,
        () -> count(mark, r -> r.is(POD) && r.ok() && r.name().startsWith(prefix)) >= count);
  }

  /** Waits until the operator has written nothing for {@code quiet}. */
  void awaitQuiet(Duration quiet) {
    int[] before = {-1};
    Load.await(
        "the operator has nothing to write",
        (int) quiet.toMillis(),
        300,
        () -> {
          int now = (int) count(0, Request::writes);
          boolean same = now == before[0];
          before[0] = now;
          return same;
        });
  }

  private void readOn() {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      byte[] fresh = new byte[(int) (in.length() - read)];
      in.seek(read);
      in.readFully(fresh);
      int end = fresh.length;
      while (end > 0 && fresh[end - 1] != '\n') {
        end--;
      }
      read += end;
      new String(fresh, 0, end, StandardCharsets.UTF_8).lines().forEach(this::add);
    } catch (IOException e) {
      throw new UncheckedIOException("the audit log cannot be read", e);
    }
  }

  private void add(String line) {
    JsonNode event = Api.json(line);
    JsonNode object = event.path("objectRef");
    String resource = object.path("resource").asText(event.path("requestURI").asText());
    String below = object.path("subresource").asText("");
    all.add(
        new Request(
            event.path("verb").asText() + " " + resource + (below.isEmpty() ? "" : "/" + below),
            event.path("responseStatus").path("code").asInt(),
            object.path("name").asText(),
            Instant.parse(event.path("requestReceivedTimestamp").asText()),
            Instant.parse(event.path("stageTimestamp").asText())));
  }
}
