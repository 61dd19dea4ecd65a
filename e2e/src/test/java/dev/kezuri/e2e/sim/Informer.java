// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A copy of all objects of one kind, kept by a watch: late, in the order of the writes, cut off now
 * and then, and then listed anew, maybe from a server that is behind.
 */
final class Informer<T extends HasMetadata> {
  /** Who hears of it. */
  interface Listener<T> {
    /** {@code before} is null for what was not there. */
    void changed(T before, T after);

    /** {@code missed}: a list does not have it, no watch told of its end. */
    void gone(T last, boolean missed);
  }

  private final Agenda agenda;
  private final ApiServer api;
  private final Dice dice;
  private final Class<T> kind;
  private final Predicate<T> wanted;
  private final Listener<T> listener;
  private final Map<String, T> cache = new TreeMap<>();
  private final Deque<Change> queue = new ArrayDeque<>();
  private boolean connected;
  private boolean closed;
  private boolean filled;
  private boolean waking;
  private long stalledUntilMs;

  Informer(ApiServer api, Dice dice, Class<T> kind, Predicate<T> wanted, Listener<T> listener) {
    this.agenda = api.agenda();
    this.api = api;
    this.dice = dice;
    this.kind = kind;
    this.wanted = wanted;
    this.listener = listener;
    api.watch(this);
  }

  Collection<T> all() {
    return cache.values();
  }

  T get(String key) {
    return cache.get(key);
  }

  /** Nothing is heard before then. */
  void stall(long forMs) {
    stalledUntilMs = Math.max(stalledUntilMs, agenda.nowMs() + forMs);
  }

  /** The watch ends; nothing is heard until {@link #list}. */
  void drop() {
    connected = false;
    queue.clear();
  }

  boolean connected() {
    return connected;
  }

  /** Returns whether there was a list, ever. */
  boolean filled() {
    return filled;
  }

  /** The watching process is gone. */
  void close() {
    closed = true;
    drop();
    api.forget(this);
  }

  /** Hears of a write; told by the server. */
  void offer(Change change) {
    if (connected && change.kind() == kind) {
      queue.add(change);
      wake();
    }
  }

  private void wake() {
    if (!waking) {
      waking = true;
      agenda.at(Math.max(agenda.nowMs() + dice.span(2, 100), stalledUntilMs), this::deliver);
    }
  }

  private void deliver() {
    waking = false;
    if (agenda.nowMs() < stalledUntilMs && !queue.isEmpty()) {
      wake();
      return;
    }
    while (!queue.isEmpty()) {
      Change change = queue.remove();
      T after = cast(change.after());
      take(change.key(), after, change.before(), false);
    }
  }

  private T cast(HasMetadata object) {
    T typed = object == null ? null : kind.cast(object);
    return typed == null || wanted.test(typed) ? typed : null;
  }

  private void take(String key, T after, HasMetadata last, boolean missed) {
    T before = after == null ? cache.remove(key) : cache.put(key, after);
    if (after != null) {
      listener.changed(before, after);
    } else if (before != null) {
      listener.gone(last == null ? before : kind.cast(last), missed);
    }
  }

  /** Lists, and watches from there. */
  void list(ApiServer.Snapshot from) {
    if (closed) {
      return;
    }
    drop();
    connected = true;
    filled = true;
    Map<String, T> listed = new TreeMap<>();
    from.objects()
        .forEach(
            (key, object) -> {
              if (object.getClass() == kind && cast(object) != null) {
                listed.put(key, kind.cast(object));
              }
            });
    for (String key : new ArrayList<>(cache.keySet())) {
      if (!listed.containsKey(key)) {
        take(key, null, null, true);
      }
    }
    listed.forEach(
        (key, object) -> {
          T known = cache.get(key);
          if (known == null || !ApiServer.version(known).equals(ApiServer.version(object))) {
            take(key, object, null, true);
          }
        });
    api.since(from.version()).forEach(this::offer);
  }
}
