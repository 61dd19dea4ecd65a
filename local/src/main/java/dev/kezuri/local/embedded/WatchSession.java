// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** One watch: what it was told before its WebSocket was open is sent first, in order. */
final class WatchSession extends WebSocketListener implements ObjectStore.Listener {
  private static final int NORMAL = 1000;

  private final ResourceKind kind;
  private final Predicate<JsonNode> wanted;
  private final Consumer<WatchSession> ended;
  private final Deque<String> early = new ArrayDeque<>();
  private WebSocket socket;
  private boolean last;

  WatchSession(ResourceKind kind, Predicate<JsonNode> wanted, Consumer<WatchSession> ended) {
    this.kind = kind;
    this.wanted = wanted;
    this.ended = ended;
  }

  @Override
  public void changed(ObjectStore.Change change) {
    if (!change.kind().equals(kind)) {
      return;
    }
    boolean before = change.before() != null && wanted.test(change.before());
    boolean after = change.after() != null && wanted.test(change.after());
    if (after) {
      send(before ? "MODIFIED" : "ADDED", change.after());
    } else if (before) {
      // An object that only left the selection is shown as it was in it.
      ObjectNode gone = change.before().deepCopy();
      Json.metadata(gone).put("resourceVersion", Long.toString(change.version()));
      send("DELETED", gone);
    }
  }

  void added(ObjectNode object) {
    send("ADDED", object);
  }

  /** Sends an error, after which nothing comes. */
  void fail(ApiError error) {
    send("ERROR", StatusBody.of(error));
    synchronized (this) {
      last = true;
      if (socket != null) {
        socket.close(NORMAL, "");
      }
    }
  }

  private synchronized void send(String type, ObjectNode object) {
    ObjectNode event = Json.object();
    event.put("type", type).set("object", object);
    String text = Json.write(event);
    if (socket == null) {
      early.addLast(text);
    } else {
      socket.send(text);
    }
  }

  @Override
  public synchronized void onOpen(WebSocket webSocket, Response response) {
    socket = webSocket;
    while (!early.isEmpty()) {
      socket.send(early.removeFirst());
    }
    if (last) {
      socket.close(NORMAL, "");
    }
  }

  @Override
  public void onClosing(WebSocket webSocket, int code, String reason) {
    ended.accept(this);
    webSocket.close(code, reason);
  }

  @Override
  public void onClosed(WebSocket webSocket, int code, String reason) {
    ended.accept(this);
  }

  @Override
  public void onFailure(WebSocket webSocket, Throwable error, Response response) {
    ended.accept(this);
    webSocket.close(NORMAL, "");
  }
}
