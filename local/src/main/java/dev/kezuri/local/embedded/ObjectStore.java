// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * All objects, and the last changes to them for watches that begin in the past. Objects in it are
 * never changed, only replaced. Not safe for several threads: its user holds one lock.
 */
final class ObjectStore {
  /** A watch that begins before the oldest of them is told to list again. */
  static final int REMEMBERED = 10_000;

  /**
   * One change.
   *
   * @param before null for a new object
   * @param after null for a removed one, whose last form is {@code before} under the new version
   */
  record Change(long version, ResourceKind kind, ObjectNode before, ObjectNode after) {}

  /** Is told of each change, in order. */
  interface Listener {
    void changed(Change change);
  }

  private final TreeMap<ObjectKey, ObjectNode> objects = new TreeMap<>();
  private final Deque<Change> changes = new ArrayDeque<>();
  private final List<Listener> listeners = new ArrayList<>();
  private long version = 1;
  private long forgotten = 1;

  /** The version of the last change. */
  long version() {
    return version;
  }

  Optional<ObjectNode> get(ObjectKey key) {
    return Optional.ofNullable(objects.get(key));
  }

  List<ObjectNode> list(ResourceKind kind, Predicate<? super ObjectNode> wanted) {
    return objects.entrySet().stream()
        .filter(entry -> entry.getKey().kind().equals(kind))
        .map(java.util.Map.Entry::getValue)
        .filter(wanted)
        .toList();
  }

  List<ObjectKey> keysOfNamespace(String namespace) {
    return objects.keySet().stream().filter(key -> key.namespace().equals(namespace)).toList();
  }

  /** Stores {@code object} under a new resourceVersion, which is set in it. */
  void put(ObjectKey key, ObjectNode object) {
    version++;
    Json.metadata(object).put("resourceVersion", Long.toString(version));
    ObjectNode before = objects.put(key, object);
    remember(new Change(version, key.kind(), before, object));
  }

  void remove(ObjectKey key) {
    ObjectNode before = objects.remove(key);
    if (before != null) {
      version++;
      ObjectNode last = before.deepCopy();
      Json.metadata(last).put("resourceVersion", Long.toString(version));
      remember(new Change(version, key.kind(), last, null));
    }
  }

  private void remember(Change change) {
    changes.addLast(change);
    if (changes.size() > REMEMBERED) {
      forgotten = changes.removeFirst().version();
    }
    List.copyOf(listeners).forEach(listener -> listener.changed(change));
  }

  /** Returns the changes after {@code since}; empty if some of them are forgotten. */
  Optional<List<Change>> changesAfter(long since) {
    return since < forgotten
        ? Optional.empty()
        : Optional.of(changes.stream().filter(change -> change.version() > since).toList());
  }

  void listen(Listener listener) {
    listeners.add(listener);
  }

  void forget(Listener listener) {
    listeners.remove(listener);
  }
}
