// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.sim;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.IdGeneratorSpec;
import dev.kezuri.api.v1alpha1.IdGeneratorStatus;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.api.v1alpha1.WorkerIdStatus;
import dev.kezuri.e2e.story.SlotOf;
import dev.kezuri.operator.plan.LedgerRules;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An API server and its etcd: objects that are never changed in place, one version for each write,
 * the ledger's rules, watches. Linearisable; requests get lost in {@link Link}, not here.
 */
final class ApiServer {
  private static final int LOG = 4_000;

  /** All objects at one version. */
  record Snapshot(long version, Map<String, HasMetadata> objects) {}

  /** Who sees each write at once. */
  interface Witness {
    void wrote(HasMetadata before, HasMetadata after);
  }

  private final Agenda agenda;
  private final MachineClock clock;
  private final Trace trace;
  private final Witness witness;
  private final Deque<Change> log = new ArrayDeque<>();
  private final List<Informer<?>> watches = new ArrayList<>();
  private Map<String, HasMetadata> objects = new TreeMap<>();
  private Snapshot behind;
  private long version = 1;
  private boolean guarded = true;

  ApiServer(Agenda agenda, Trace trace, Witness witness) {
    this.agenda = agenda;
    this.trace = trace;
    this.witness = witness;
    this.clock = new MachineClock(agenda);
    this.behind = snapshot();
  }

  Agenda agenda() {
    return agenda;
  }

  MachineClock clock() {
    return clock;
  }

  /** Whether the CRD has its rules. */
  void guard(boolean rules) {
    guarded = rules;
  }

  boolean isGuarded() {
    return guarded;
  }

  void watch(Informer<?> informer) {
    watches.add(informer);
  }

  void forget(Informer<?> informer) {
    watches.remove(informer);
  }

  Snapshot snapshot() {
    return new Snapshot(version, new TreeMap<>(objects));
  }

  /** A server of several falls behind here; {@link #behind} lists from it. */
  void fallBehind() {
    behind = snapshot();
    log.clear();
  }

  /** Returns an older state that a list may come from, or the present one. */
  Snapshot behind() {
    return behind;
  }

  /** Returns the writes since {@code of}. */
  List<Change> since(long of) {
    return log.stream().filter(change -> change.version() > of).toList();
  }

  /** Etcd is what it was then: versions too, and no watch survives it. */
  void restore(Snapshot from) {
    watches.forEach(Informer::drop);
    objects = new TreeMap<>(from.objects());
    version = from.version();
    fallBehind();
  }

  <T extends HasMetadata> Optional<T> get(Class<T> kind, String name) {
    return Optional.ofNullable(kind.cast(objects.get(key(kind, name))));
  }

  <T extends HasMetadata> List<T> all(Class<T> kind) {
    List<T> all = new ArrayList<>();
    objects.values().forEach(object -> add(all, kind, object));
    return all;
  }

  private static <T> void add(List<T> all, Class<T> kind, HasMetadata object) {
    if (object.getClass() == kind) {
      all.add(kind.cast(object));
    }
  }

  static String key(Class<?> kind, String name) {
    return kind.getSimpleName() + " " + name;
  }

  private static String key(HasMetadata object) {
    return key(object.getClass(), object.getMetadata().getName());
  }

  static String version(HasMetadata object) {
    return object.getMetadata().getResourceVersion();
  }

  /** Returns metadata for the next version of an object. */
  ObjectMeta next(ObjectMeta of) {
    return new ObjectMetaBuilder(of).withResourceVersion(Long.toString(version + 1)).build();
  }

  /** Stores what has its {@link #next} metadata. */
  <T extends HasMetadata> T store(T object) {
    version++;
    HasMetadata before = objects.put(key(object), object);
    told(before, object);
    return object;
  }

  void remove(HasMetadata object) {
    version++;
    HasMetadata before = objects.remove(key(object));
    told(before, null);
  }

  private void told(HasMetadata before, HasMetadata after) {
    String key = key(after == null ? before : after);
    Change change = new Change(version, key, before, after);
    log.add(change);
    if (log.size() > LOG) {
      fallBehind();
    }
    trace.say(agenda.nowMs(), () -> Words.of(change));
    witness.wrote(before, after);
    watches.forEach(informer -> informer.offer(change));
  }

  /** Returns what the rules say against {@code status}, if they are there. */
  Optional<String> refusal(WorkerId old, WorkerIdStatus status) {
    if (!guarded) {
      return Optional.empty();
    }
    if (status == null) {
      return old.getStatus() == null ? Optional.empty() : Optional.of("cannot be erased");
    }
    try {
      List<String> broken =
          LedgerRules.broken(SlotOf.stored(old), SlotOf.stored(with(old, status)));
      return broken.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", broken));
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  WorkerId with(WorkerId old, WorkerIdStatus status) {
    WorkerId changed = new WorkerId();
    changed.setMetadata(next(old.getMetadata()));
    changed.setSpec(old.getSpec());
    changed.setStatus(status);
    return changed;
  }

  /** Returns {@code seen} with another status, under the version that was seen. */
  WorkerId same(WorkerId seen, WorkerIdStatus status) {
    WorkerId changed = with(seen, status);
    changed.setMetadata(seen.getMetadata());
    return changed;
  }

  /** As {@link #same(WorkerId, WorkerIdStatus)}. */
  IdGenerator same(IdGenerator seen, IdGeneratorStatus status) {
    IdGenerator changed = with(seen, seen.getSpec(), status);
    changed.setMetadata(seen.getMetadata());
    return changed;
  }

  IdGenerator with(IdGenerator old, IdGeneratorSpec spec, IdGeneratorStatus status) {
    IdGenerator changed = new IdGenerator();
    changed.setMetadata(next(old.getMetadata()));
    changed.setSpec(spec);
    changed.setStatus(status);
    return changed;
  }

  /** Returns a copy of a pod's outside, to be given what changes. */
  Pod copy(Pod old) {
    Pod copy = new Pod();
    copy.setMetadata(next(old.getMetadata()));
    copy.setSpec(old.getSpec());
    copy.setStatus(old.getStatus());
    return copy;
  }
}
