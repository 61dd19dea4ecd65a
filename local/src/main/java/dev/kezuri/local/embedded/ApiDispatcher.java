// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.embedded;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes requests one at a time, so that a compare-and-swap is one. */
final class ApiDispatcher extends Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(ApiDispatcher.class);
  private static final Set<String> HEALTH = Set.of("/readyz", "/healthz", "/livez");

  private final ObjectStore store = new ObjectStore();
  private final CustomKinds kinds = new CustomKinds();
  private final Object lock = new Object();
  private final InstantSource clock;
  private final Writes writes;
  private final Deletions deletions;
  private final Bindings bindings;

  ApiDispatcher(InstantSource clock) {
    this.clock = clock;
    this.writes = new Writes(store, kinds, clock);
    this.deletions = new Deletions(store, kinds, writes);
    this.bindings = new Bindings(store, writes);
  }

  /** Makes an object before anyone has connected. */
  void seed(RequestPath collection, ObjectNode object) {
    synchronized (lock) {
      writes.create(collection, object);
    }
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    MockResponse response;
    try {
      synchronized (lock) {
        response = answer(request);
      }
    } catch (ApiError e) {
      response = json(e.code(), StatusBody.of(e));
    } catch (RuntimeException e) {
      // An exception that leaves here would leave the client without any answer.
      LOG.error("{} {}", request.method(), request.getPath(), e);
      ApiError error = ApiError.internal(e);
      response = json(error.code(), StatusBody.of(error));
    }
    return response.setHeader(
        "Date",
        DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atZone(ZoneOffset.UTC)));
  }

  private MockResponse answer(RecordedRequest request) {
    String uri = request.getPath();
    Optional<RequestPath> path = RequestPath.parse(uri);
    if (path.isEmpty()) {
      return page(uri);
    }
    String body = request.getBody() == null ? "" : request.getBody().readUtf8();
    return switch (request.method()) {
      case GET -> get(path.get(), request);
      case POST -> post(path.get(), body);
      case PUT -> json(200, writes.replace(path.get(), Json.readObject(body)));
      case PATCH -> json(200, writes.patch(path.get(), contentType(request), body));
      case DELETE -> delete(path.get(), body);
      default -> throw ApiError.notAllowed();
    };
  }

  private static String contentType(RecordedRequest request) {
    String header = request.getHeader("Content-Type");
    String type = header == null ? Patches.JSON : header;
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }

  private static MockResponse page(String uri) {
    String page = uri.replaceAll("\\?.*", "");
    if (HEALTH.contains(page)) {
      return new MockResponse().setResponseCode(200).setBody("ok");
    }
    if (page.equals("/version")) {
      ObjectNode version = Json.object();
      version.put("major", "1").put("minor", "37").put("gitVersion", "v1.37.2+embedded");
      return json(200, version);
    }
    throw ApiError.noSuchPage();
  }

  private MockResponse get(RequestPath path, RecordedRequest request) {
    if (path.watch()) {
      return watch(path, request);
    }
    if (!path.name().isEmpty()) {
      kinds.find(path.kind());
      return json(200, store.get(path.key()).orElseThrow(() -> ApiError.notFound(path)));
    }
    ObjectNode list = Json.object();
    list.put("apiVersion", path.kind().apiVersion());
    String kind = kinds.find(path.kind()).map(CustomKinds.CustomKind::kind).orElse("");
    List<ObjectNode> found = store.list(path.kind(), Selectors.of(path));
    if (kind.isEmpty() && !found.isEmpty()) {
      kind = found.getFirst().path("kind").asText();
    }
    list.put("kind", kind + "List");
    list.putObject("metadata").put("resourceVersion", Long.toString(store.version()));
    ArrayNode items = list.putArray("items");
    found.forEach(items::add);
    return json(200, list);
  }

  private MockResponse watch(RequestPath path, RecordedRequest request) {
    kinds.find(path.kind());
    String upgrade = request.getHeader("Upgrade");
    if (upgrade == null || !upgrade.equalsIgnoreCase("websocket")) {
      throw ApiError.badRequest("watches go over a WebSocket here");
    }
    WatchSession session = new WatchSession(path.kind(), Selectors.of(path), this::ended);
    String since = path.parameter("resourceVersion");
    if (since.isEmpty() || since.equals("0")) {
      store.list(path.kind(), Selectors.of(path)).forEach(session::added);
    } else {
      store
          .changesAfter(Long.parseLong(since))
          .ifPresentOrElse(
              missed -> missed.forEach(session::changed),
              () -> session.fail(ApiError.gone("too old resource version: " + since)));
    }
    store.listen(session);
    return new MockResponse().withWebSocketUpgrade(session);
  }

  private void ended(WatchSession session) {
    synchronized (lock) {
      store.forget(session);
    }
  }

  private MockResponse post(RequestPath path, String body) {
    ObjectNode object = Json.readObject(body);
    if (path.subresource().equals("binding")) {
      return json(201, bindings.bind(path, object));
    }
    if (path.kind().group().equals("authorization.k8s.io")) {
      object.putObject("status").put("allowed", true);
      return json(201, object);
    }
    if (!path.subresource().isEmpty() || !path.name().isEmpty()) {
      throw ApiError.notAllowed();
    }
    return json(201, writes.create(path, object));
  }

  private MockResponse delete(RequestPath path, String body) {
    ObjectNode options = body.isBlank() ? Json.object() : Json.readObject(body);
    kinds.find(path.kind());
    if (!path.name().isEmpty()) {
      return json(200, deletions.delete(path, options));
    }
    int count = deletions.deleteAll(path, options);
    LOG.debug("deleted {} of {}", count, path.kind().qualified());
    return json(200, StatusBody.deleted(path, ""));
  }

  private static MockResponse json(int code, ObjectNode body) {
    return new MockResponse()
        .setResponseCode(code)
        .setHeader("Content-Type", "application/json")
        .setBody(Json.write(body));
  }
}
